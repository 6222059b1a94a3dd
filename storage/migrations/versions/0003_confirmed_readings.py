"""confirmed readings, choices and findings of uploads"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("uploads", sa.Column("choices", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("uploads", sa.Column("findings", sa.Text(), nullable=True))
    op.create_table(
        "confirmed_readings",
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("header", sa.String(length=32), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owners.id"], name=op.f("fk_confirmed_readings_owner_id_owners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", "header", name=op.f("pk_confirmed_readings")),
    )


def downgrade() -> None:
    op.drop_table("confirmed_readings")
    op.drop_column("uploads", "findings")
    op.drop_column("uploads", "choices")
