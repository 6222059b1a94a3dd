"""Everything that can be set from outside, in environment variables or a file of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bot import variables as told
from segmentation.errors import OwnerFixableError

DEFAULT_LANGUAGE = "en"
"""Of whoever has told none that we speak."""
MEGABYTE = 2**20
A_TERABYTE = 2**20
"""In megabytes."""
HIGHEST_PORT = 65_535
A_DAY = 86_400
"""In seconds."""
A_CENTURY = 36_500
"""In days."""
FILE = "PERSONABOT_SETTINGS"
"""Names the file."""
OURS = ("PERSONABOT_", "TELEGRAM_")


class LogForm(StrEnum):
    TEXT = "text"
    JSON = "json"


def _with_driver(url: str) -> str:
    """The usual forms of a PostgreSQL address, with the driver we install."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults serve one shop on one machine."""

    data: Path = told.path("PERSONABOT_DATA", Path("personabot-data"))
    """Where the database, the files and the work in progress lie."""
    database_url: str = told.text("DATABASE_URL", value=_with_driver, is_secret=True)
    """SQLAlchemy's form; empty for a SQLite file inside `data`."""
    web_host: str = told.text("PERSONABOT_HOST", "127.0.0.1")
    web_port: int = told.number("PERSONABOT_PORT", 8000, 1, HIGHEST_PORT)
    operations_host: str = told.text("PERSONABOT_OPERATIONS_HOST", "127.0.0.1")
    operations_port: int = told.number("PERSONABOT_OPERATIONS_PORT", 0, 0, HIGHEST_PORT)
    """Where the operator finds health, readiness and figures; 0 for nowhere."""
    store_url: str = told.text("PERSONABOT_STORE")
    """Where files are kept, such as s3://bucket/folder; empty for a folder inside `data`."""
    master_key: str = told.text("PERSONABOT_MASTER_KEY", is_secret=True)
    """The master key in base64, after it older ones, if any; empty for the file."""
    master_key_file: Path | None = told.path_if_any("PERSONABOT_MASTER_KEY_FILE")
    """Where the master key is kept; made up there on the first run. None for one inside `data`."""
    session_secret: str = told.text("PERSONABOT_SECRET", is_secret=True)
    """Signs the web chat's cookies; empty for one that is made up and kept inside `data`."""
    telegram_token: str = told.text("TELEGRAM_TOKEN", is_secret=True)
    telegram_api_url: str = told.text("TELEGRAM_API_URL")
    """Base URL of a Bot API server other than Telegram's own; empty for Telegram."""
    telegram_webhook_url: str = told.text("TELEGRAM_WEBHOOK_URL")
    """The public https address of the web server, for Telegram to call; empty to ask Telegram (polling)."""
    telegram_messages_per_second: int = told.number("TELEGRAM_MESSAGES_PER_SECOND", 24, 1, 1_000)
    """From this process. Telegram takes thirty from a bot; albums come in one piece, and the network
    bunches what left evenly."""
    telegram_patience_ms: int = told.number("TELEGRAM_PATIENCE_MS", 250, 0, 60_000)
    """How long one message on its way holds up the next; a process that is killed repeats at most as many
    as were on their way."""
    public_url: str = told.text("PERSONABOT_PUBLIC_URL")
    """The address of the web server as owners reach it; empty for that of the webhook, if there is one."""
    remind_after_hours: int = told.number("PERSONABOT_REMIND_AFTER_HOURS", 24, 0, 8_760)
    """Of silence in an unfinished interview, before its owner is reminded of it once; 0 for never."""
    max_upload_bytes: int = told.number("PERSONABOT_MAX_UPLOAD_MB", 200, 1, A_TERABYTE, unit=MEGABYTE)
    files_kept_days: int = told.number("PERSONABOT_FILES_KEPT_DAYS", 30, 0, A_CENTURY)
    """After which files that owners sent are deleted; 0 for never."""
    uploads_per_day: int = told.number("PERSONABOT_UPLOADS_PER_DAY", 50, 1, 1_000_000)
    """Files that one owner may send in 24 hours."""
    upload_bytes_per_day: int = told.number(
        "PERSONABOT_UPLOAD_MB_PER_DAY", 1_000, 1, A_TERABYTE, unit=MEGABYTE
    )
    """And their size together."""
    messages_per_minute: int = told.number("PERSONABOT_MESSAGES_PER_MINUTE", 60, 1, 1_000_000)
    """That one owner may send for long, each process counting for itself; twice as many at once."""
    reading_limit_seconds: float = told.number("PERSONABOT_READING_LIMIT_SECONDS", 120, 1, A_DAY)
    """Wall clock for reading one file."""
    analysis_limit_seconds: float = told.number("PERSONABOT_ANALYSIS_LIMIT_SECONDS", 300, 1, A_DAY)
    """Wall clock for one analysis."""
    analysis_memory_mb: int = told.number("PERSONABOT_ANALYSIS_MEMORY_MB", 4_096, 256, A_TERABYTE)
    """What one analysis may write to."""
    analyses_at_once: int = told.number("PERSONABOT_ANALYSES_AT_ONCE", 1, 0, 256)
    """In this process, beside one small one; 0 leaves files and analyses to other processes."""
    analyses_per_owner: int = told.number("PERSONABOT_ANALYSES_PER_OWNER", 2, 1, 256)
    """At the same time, files that are read among them, by all processes together."""
    log_form: LogForm = told.choice("PERSONABOT_LOG", LogForm.TEXT)
    unknown: tuple[str, ...] = ()
    """Names that look like settings and are none."""

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
        """Copies of files while they are worked on, a folder per process."""
        return self.data.resolve() / "work"

    @property
    def samples(self) -> Path:
        return self.data.resolve() / "samples"


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings out of environment variables; an empty variable counts as absent.

    Raises OwnerFixableError as `read` finds it.
    """
    settings, wrong = read(environment)
    if wrong:
        raise wrong[0]
    return settings


def read(environment: Mapping[str, str]) -> tuple[Settings, Sequence[OwnerFixableError]]:
    """The settings, and all that is wrong with them, where the default stands: bad_setting, bad_choice."""
    settings, wrong = told.read(Settings, environment)
    named = {name for name in environment if name.startswith(OURS)}
    unknown = named - told.names(Settings) - {FILE}
    return replace(settings, unknown=tuple(sorted(unknown))), wrong
