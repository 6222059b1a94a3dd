"""Everything that can be set from outside, in environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from segmentation.errors import OwnerFixableError

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults serve one shop on one machine."""

    data: Path = Path("personabot-data")
    """Where the database, the files and the work in progress lie."""
    database_url: str = field(default="", repr=False)
    """SQLAlchemy's form; empty for a SQLite file inside `data`."""
    web_host: str = "127.0.0.1"
    web_port: int = 8000
    operations_host: str = "127.0.0.1"
    operations_port: int = 0
    """Where the operator finds health, readiness and figures; 0 for nowhere."""
    store_url: str = ""
    """Where files are kept, such as s3://bucket/folder; empty for a folder inside `data`."""
    master_key: str = field(default="", repr=False)
    """The master key in base64, after it older ones, if any; empty for the file."""
    master_key_file: Path | None = None
    """Where the master key is kept; made up there on the first run. None for one inside `data`."""
    session_secret: str = field(default="", repr=False)
    """Signs the web chat's cookies; empty for one that is made up and kept inside `data`."""
    telegram_token: str = field(default="", repr=False)
    telegram_api_url: str = ""
    """Base URL of a Bot API server other than Telegram's own; empty for Telegram."""
    telegram_webhook_url: str = ""
    """The public https address of the web server, for Telegram to call; empty to ask Telegram (polling)."""
    telegram_messages_per_second: int = 24
    """From this process. Telegram takes thirty from a bot; albums come in one piece, and the network
    bunches what left evenly."""
    telegram_patience_ms: int = 250
    """How long one message on its way holds up the next; a process that is killed repeats at most as many
    as were on their way."""
    public_url: str = ""
    """The address of the web server as owners reach it; empty for that of the webhook, if there is one."""
    remind_after_hours: int = 24
    """Of silence in an unfinished interview, before its owner is reminded of it once; 0 for never."""
    max_upload_bytes: int = 200 * MEGABYTE
    files_kept_days: int = 30
    """After which files that owners sent are deleted; 0 for never."""
    uploads_per_day: int = 50
    """Files that one owner may send in 24 hours."""
    upload_bytes_per_day: int = 1_000 * MEGABYTE
    """And their size together."""
    reading_limit_seconds: float = 120
    """Wall clock for reading one file."""
    analysis_limit_seconds: float = 300
    """Wall clock for one analysis."""
    analysis_memory_mb: int = 4096
    """What one analysis may write to."""
    analyses_at_once: int = 1
    """In this process, beside one small one; 0 leaves files and analyses to other processes."""
    analyses_per_owner: int = 2
    """At the same time, files that are read among them, by all processes together."""

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data.resolve() / 'personabot.db'}"

    @property
    def key_file(self) -> Path:
        return self.master_key_file or self.data.resolve() / "master-key"

    @property
    def public_address(self) -> str:
        """Without a slash at its end; empty when the web server is not to be reached from outside."""
        return (self.public_url or self.telegram_webhook_url).rstrip("/")

    @property
    def blobs(self) -> Path | str:
        """A folder, or the URL of an object store."""
        return self.store_url or self.data.resolve() / "blobs"

    @property
    def work(self) -> Path:
        """Copies of files while they are worked on, a folder per owner."""
        return self.data.resolve() / "work"

    @property
    def samples(self) -> Path:
        return self.data.resolve() / "samples"


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings out of environment variables; an empty variable counts as absent.

    Raises OwnerFixableError("bad_setting") for a number that is none.
    """
    default = Settings()
    return Settings(
        data=Path(environment.get("PERSONABOT_DATA") or default.data),
        database_url=_database_url(environment.get("DATABASE_URL", "")),
        web_host=environment.get("PERSONABOT_HOST") or default.web_host,
        web_port=_number(environment, "PERSONABOT_PORT", default.web_port),
        operations_host=environment.get("PERSONABOT_OPERATIONS_HOST") or default.operations_host,
        operations_port=_number(environment, "PERSONABOT_OPERATIONS_PORT", 0),
        store_url=environment.get("PERSONABOT_STORE", ""),
        master_key=environment.get("PERSONABOT_MASTER_KEY", ""),
        master_key_file=_path(environment.get("PERSONABOT_MASTER_KEY_FILE", "")),
        session_secret=environment.get("PERSONABOT_SECRET", ""),
        telegram_token=environment.get("TELEGRAM_TOKEN", ""),
        telegram_api_url=environment.get("TELEGRAM_API_URL", ""),
        telegram_webhook_url=environment.get("TELEGRAM_WEBHOOK_URL", ""),
        telegram_messages_per_second=_number(environment, "TELEGRAM_MESSAGES_PER_SECOND", 24),
        telegram_patience_ms=_number(environment, "TELEGRAM_PATIENCE_MS", 250),
        public_url=environment.get("PERSONABOT_PUBLIC_URL", ""),
        remind_after_hours=_number(environment, "PERSONABOT_REMIND_AFTER_HOURS", 24),
        max_upload_bytes=_number(environment, "PERSONABOT_MAX_UPLOAD_MB", 200) * MEGABYTE,
        files_kept_days=_number(environment, "PERSONABOT_FILES_KEPT_DAYS", 30),
        uploads_per_day=_number(environment, "PERSONABOT_UPLOADS_PER_DAY", 50),
        upload_bytes_per_day=_number(environment, "PERSONABOT_UPLOAD_MB_PER_DAY", 1_000) * MEGABYTE,
        reading_limit_seconds=_number(environment, "PERSONABOT_READING_LIMIT_SECONDS", 120),
        analysis_limit_seconds=_number(environment, "PERSONABOT_ANALYSIS_LIMIT_SECONDS", 300),
        analysis_memory_mb=_number(environment, "PERSONABOT_ANALYSIS_MEMORY_MB", 4096),
        analyses_at_once=_number(environment, "PERSONABOT_ANALYSES_AT_ONCE", 1),
        analyses_per_owner=_number(environment, "PERSONABOT_ANALYSES_PER_OWNER", 2),
    )


def _database_url(url: str) -> str:
    """The usual forms of a PostgreSQL address, with the driver we install."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url


def _path(text: str) -> Path | None:
    return Path(text) if text else None


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise OwnerFixableError("bad_setting", {"name": name, "value": text})
    return int(text)
