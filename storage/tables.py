"""The tables. Migrations bring a database to this shape; queries live beside, one module per noun."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always in UTC; SQLite itself would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


_Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only columns of exactly this type."""


def _owner(*, primary_key: bool = False) -> Column[int]:
    reference = ForeignKey("owners.id", ondelete="CASCADE")
    return Column("owner_id", _Id, reference, primary_key=primary_key, nullable=False)


owners = Table(
    "owners",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("messenger", String(32), nullable=False),
    Column("address", String(255), nullable=False),
    Column("language", String(16)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("forgotten_at", UtcDateTime),
    # Which process delivers to this owner at the moment, and until when it may be believed alive.
    Column("courier", String(32)),
    Column("courier_until", UtcDateTime),
    # Since when the messenger refuses everything for this owner (they blocked us); None when it takes it.
    Column("unreachable_at", UtcDateTime),
    UniqueConstraint("messenger", "address"),
    # Without this SQLite gives the id of the last deleted owner to the next one.
    sqlite_autoincrement=True,
)

# Keys, each wrapped by a master key that is not in the database; an owner's goes with them.
data_keys = Table(
    "data_keys",
    metadata,
    # The owner's id, or `everybody` for what belongs to no single one.
    Column("holder", String(32), primary_key=True),
    Column("owner_id", _Id, ForeignKey("owners.id", ondelete="CASCADE"), nullable=True),
    Column("master", String(16), nullable=False),
    Column("wrapped", String(128), nullable=False),
    Index("ix_data_keys_owner_id", "owner_id"),
    Index("ix_data_keys_master", "master"),
)

interviews = Table(
    "interviews",
    metadata,
    _owner(primary_key=True),
    Column("state", Text, nullable=False),
    Column("offers", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    # Since when the same question is open; what came before that cannot answer it.
    Column("asked_at", UtcDateTime),
    # Since when the owner may be reminded of it; None when there is nothing to remind them of.
    Column("unfinished_since", UtcDateTime),
    Index(
        "ix_interviews_unfinished",
        "unfinished_since",
        sqlite_where=text("unfinished_since IS NOT NULL"),
        postgresql_where=text("unfinished_since IS NOT NULL"),
    ),
)

answers = Table(
    "answers",
    metadata,
    _owner(primary_key=True),
    Column("question", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("messenger", String(32), nullable=False),
    Column("event_id", String(255), nullable=False),
    _owner(),
    Column("payload", Text, nullable=False),
    Column("shown", Text),
    # What the messenger calls the message that was tapped.
    Column("message", String(64)),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    UniqueConstraint("messenger", "event_id"),
    Index("ix_inbox_owner_id_id", "owner_id", "id"),
    Index(
        "ix_inbox_new",
        "owner_id",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
    # Numbers of bubbles are made of these ids and must never come twice.
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", _Id, primary_key=True, autoincrement=False),
    Column("inbox_id", _Id, ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    _owner(),
    Column("payload", Text, nullable=False),
    # Replies that report on the same thing are one message, as far as a messenger can change one.
    Column("progress_of", String(64)),
    # What the messenger calls the message it became.
    Column("message", String(64)),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    # A reply can take several messages; so many have arrived.
    Column("parts_sent", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_outbox_owner_id_number", "owner_id", "number"),
    Index("ix_outbox_inbox_id", "inbox_id"),
    Index(
        "ix_outbox_pending",
        "owner_id",
        "number",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(32), primary_key=True),
    _owner(),
    Column("blob", String(255), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("roles", Text, nullable=False),
    Column("choices", Text, nullable=False, server_default="{}"),
    Column("readings", Integer, nullable=False),
    Column("understanding", Text),
    # The rows that are set aside, each with its number.
    Column("findings", Text),
    Column("refusal", Text),
    Column("received_at", UtcDateTime, nullable=False),
    Index("ix_uploads_owner_id", "owner_id"),
    Index("ix_uploads_state", "state"),
)

# How files were read that their owner confirmed, by the mark that files with the same columns share.
confirmed_readings = Table(
    "confirmed_readings",
    metadata,
    _owner(primary_key=True),
    Column("header", String(32), primary_key=True),
    Column("roles", Text, nullable=False),
    Column("choices", Text, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
)

analyses = Table(
    "analyses",
    metadata,
    Column("id", String(32), primary_key=True),
    _owner(),
    Column("kind", String(8), nullable=False),
    Column("state", String(12), nullable=False),
    Column("uploads", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("result", Text),
    Column("failure", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_analyses_owner_id", "owner_id"),
    Index("ix_analyses_state", "state"),
)

# Uploads to read and analyses to run, for as long as they are in line or under way.
work = Table(
    "work",
    metadata,
    # That of the upload or the analysis.
    Column("id", String(32), primary_key=True),
    Column("kind", String(12), nullable=False),
    _owner(),
    # Bytes to go through.
    Column("size", BigInteger, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    # The order in which it is taken.
    Column("turn_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    # Which process is at it, and until when it may be believed alive.
    Column("worker", String(32)),
    Column("lease_until", UtcDateTime),
    Index("ix_work_owner_id", "owner_id"),
    Index("ix_work_turn_at", "turn_at"),
)
