"""one line for all work in the background"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(32), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owners.id"], name=op.f("fk_work_owner_id_owners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
    )
    op.create_index("ix_work_owner_id", "work", ["owner_id"])
    op.create_index("ix_work_turn_at", "work", ["turn_at"])
    # What is unfinished stays in line.
    columns = "INSERT INTO work (id, kind, owner_id, size, queued_at, turn_at, attempts)"
    op.execute(
        f"{columns} SELECT id, 'reading', owner_id, size, received_at, received_at, 0 "
        "FROM uploads WHERE state IN ('queued', 'reading')"
    )
    op.execute(
        f"{columns} SELECT id, 'analysis', owner_id, 0, created_at, created_at, 0 "
        "FROM analyses WHERE state IN ('queued', 'running')"
    )
    op.execute("UPDATE uploads SET state = 'queued' WHERE state = 'reading'")
    op.execute("UPDATE analyses SET state = 'queued' WHERE state = 'running'")
    for table in ("uploads", "analyses"):
        op.drop_column(table, "lease_until")


def downgrade() -> None:
    for table in ("uploads", "analyses"):
        op.add_column(table, sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
    op.drop_table("work")
