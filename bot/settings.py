"""Everything that can be set from outside, in environment variables or a file of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from segmentation.errors import OwnerFixableError

DEFAULT_LANGUAGE = "en"
"""Of whoever has told none that we speak."""
MEGABYTE = 2**20
A_TERABYTE = 2**20
"""In megabytes."""
HIGHEST_PORT = 65_535
DIGITS = 20
"""Of a number, and shown of what is none."""
FILE = "PERSONABOT_SETTINGS"
"""Names the file."""
OURS = ("PERSONABOT_", "TELEGRAM_")


class LogForm(StrEnum):
    TEXT = "text"
    JSON = "json"


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
    messages_per_minute: int = 60
    """That one owner may send for long, each process counting for itself; twice as many at once."""
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
    log_form: LogForm = LogForm.TEXT
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
    told, default = _Told(environment), Settings()
    settings = Settings(
        data=told.path("PERSONABOT_DATA") or default.data,
        database_url=_database_url(told.text("DATABASE_URL")),
        web_host=told.text("PERSONABOT_HOST") or default.web_host,
        web_port=told.number("PERSONABOT_PORT", default.web_port, 1, HIGHEST_PORT),
        operations_host=told.text("PERSONABOT_OPERATIONS_HOST") or default.operations_host,
        operations_port=told.number("PERSONABOT_OPERATIONS_PORT", 0, 0, HIGHEST_PORT),
        store_url=told.text("PERSONABOT_STORE"),
        master_key=told.text("PERSONABOT_MASTER_KEY"),
        master_key_file=told.path("PERSONABOT_MASTER_KEY_FILE"),
        session_secret=told.text("PERSONABOT_SECRET"),
        telegram_token=told.text("TELEGRAM_TOKEN"),
        telegram_api_url=told.text("TELEGRAM_API_URL"),
        telegram_webhook_url=told.text("TELEGRAM_WEBHOOK_URL"),
        telegram_messages_per_second=told.number("TELEGRAM_MESSAGES_PER_SECOND", 24, 1, 1000),
        telegram_patience_ms=told.number("TELEGRAM_PATIENCE_MS", 250, 0, 60_000),
        public_url=told.text("PERSONABOT_PUBLIC_URL"),
        remind_after_hours=told.number("PERSONABOT_REMIND_AFTER_HOURS", 24, 0, 8760),
        max_upload_bytes=told.number("PERSONABOT_MAX_UPLOAD_MB", 200, 1, A_TERABYTE) * MEGABYTE,
        files_kept_days=told.number("PERSONABOT_FILES_KEPT_DAYS", 30, 0, 36_500),
        uploads_per_day=told.number("PERSONABOT_UPLOADS_PER_DAY", 50, 1, 1_000_000),
        upload_bytes_per_day=told.number("PERSONABOT_UPLOAD_MB_PER_DAY", 1_000, 1, A_TERABYTE) * MEGABYTE,
        messages_per_minute=told.number("PERSONABOT_MESSAGES_PER_MINUTE", 60, 1, 1_000_000),
        reading_limit_seconds=told.number("PERSONABOT_READING_LIMIT_SECONDS", 120, 1, 86_400),
        analysis_limit_seconds=told.number("PERSONABOT_ANALYSIS_LIMIT_SECONDS", 300, 1, 86_400),
        analysis_memory_mb=told.number("PERSONABOT_ANALYSIS_MEMORY_MB", 4096, 256, A_TERABYTE),
        analyses_at_once=told.number("PERSONABOT_ANALYSES_AT_ONCE", 1, 0, 256),
        analyses_per_owner=told.number("PERSONABOT_ANALYSES_PER_OWNER", 2, 1, 256),
        log_form=LogForm(told.choice("PERSONABOT_LOG", list(LogForm))),
    )
    return replace(settings, unknown=told.unknown()), told.wrong


def read_file(file: Path) -> Mapping[str, str]:
    """A file of NAME=value lines, as systemd and Docker read it too; what begins with # is passed over.

    Raises OwnerFixableError: no_settings_file, bad_settings_file.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise OwnerFixableError("no_settings_file", {"file": str(file)}) from None
    found = {}
    for number, line in enumerate(map(str.strip, lines), start=1):
        name, sign, value = map(str.strip, line.partition("="))
        if line.startswith("#") or not line:
            continue
        if not sign or not name.isidentifier():
            raise OwnerFixableError("bad_settings_file", {"file": str(file), "line": number})
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        found[name] = value[1:-1] if is_quoted else value
    return found


class _Told:
    """What the environment says, one name after the other, and what is wrong with it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._asked: set[str] = {FILE}
        self.wrong: list[OwnerFixableError] = []

    def text(self, name: str) -> str:
        self._asked.add(name)
        return self._environment.get(name, "")

    def path(self, name: str) -> Path | None:
        text = self.text(name)
        return Path(text) if text else None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.text(name) or str(default)
        if text.isascii() and text.isdigit() and len(text) <= DIGITS and least <= int(text) <= most:
            return int(text)
        bounds = {"least": least, "most": most}
        self.wrong.append(OwnerFixableError("bad_setting", {"name": name, "value": text[:DIGITS], **bounds}))
        return default

    def choice(self, name: str, options: Sequence[str]) -> str:
        """The first one when nothing is said."""
        text = self.text(name) or options[0]
        if text in options:
            return text
        about = {"name": name, "value": text[:DIGITS], "options": ", ".join(options)}
        self.wrong.append(OwnerFixableError("bad_choice", about))
        return options[0]

    def unknown(self) -> tuple[str, ...]:
        ours = {name for name in self._environment if name.startswith(OURS)}
        return tuple(sorted(ours - self._asked))


def _database_url(url: str) -> str:
    """The usual forms of a PostgreSQL address, with the driver we install."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url
