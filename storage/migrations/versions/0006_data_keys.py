"""keys of owners, wrapped by a master key"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    id_ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "data_keys",
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("owner_id", id_, nullable=True),
        sa.Column("master", sa.String(16), nullable=False),
        sa.Column("wrapped", sa.String(128), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owners.id"], name=op.f("fk_data_keys_owner_id_owners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("holder", name=op.f("pk_data_keys")),
    )
    op.create_index("ix_data_keys_owner_id", "data_keys", ["owner_id"])
    op.create_index("ix_data_keys_master", "data_keys", ["master"])


def downgrade() -> None:
    op.drop_table("data_keys")
