"""messages of replies, owners out of reach, unfinished interviews"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("owners", sa.Column("unreachable_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("inbox", sa.Column("message", sa.String(length=64), nullable=True))
    op.add_column("outbox", sa.Column("progress_of", sa.String(length=64), nullable=True))
    op.add_column("outbox", sa.Column("message", sa.String(length=64), nullable=True))
    op.add_column("interviews", sa.Column("unfinished_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_interviews_unfinished",
        "interviews",
        ["unfinished_since"],
        unique=False,
        sqlite_where=sa.text("unfinished_since IS NOT NULL"),
        postgresql_where=sa.text("unfinished_since IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_interviews_unfinished", "interviews")
    op.drop_column("interviews", "unfinished_since")
    op.drop_column("outbox", "message")
    op.drop_column("outbox", "progress_of")
    op.drop_column("inbox", "message")
    op.drop_column("owners", "unreachable_at")
