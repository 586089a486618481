"""Every setting once: name, environment variable, default, one line of help. Feeds --help and the docs.

What one business wants is not here but in its shop file (`shop/`): this is about the installation.
"""

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ringback.lib.nearest import nearest
from ringback.lib.secret import Secret

PREFIX: Final = "RINGBACK_"
DATABASE_NAME: Final = "ringback.sqlite"
SERVE_LOCK: Final = "serve.lock"  # in the data folder: the server holds it, and writes how it is reached
NO_SECRET: Final = Secret("")
LOG_LEVELS: Final = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. Made by `read_settings`, which has checked every value."""

    data: Path
    database_url: str = field(repr=False)  # may hold a password
    host: str
    port: int
    public_url: str  # without a slash at the end
    simulator: bool
    log_level: str
    key: str = field(default="", repr=False)
    smtp_url: Secret = NO_SECRET  # the owner's mail server; false when there is none
    mail_from: str = ""

    @property
    def on_postgres(self) -> bool:
        return self.database_url.startswith(_POSTGRES)

    @property
    def database_path(self) -> Path:
        """The file of SQLite; there is none on PostgreSQL."""
        assert not self.on_postgres
        return Path(self.database_url.removeprefix(_SQLITE))

    @property
    def database_name(self) -> str:
        """For people to read: the path, or the server and the database without user and password."""
        if not self.on_postgres:
            return str(self.database_path)
        url = urlsplit(self.database_url)
        return f"{_POSTGRES}{url.netloc.rpartition('@')[2]}{url.path}"


@dataclass(frozen=True, slots=True)
class Setting:
    name: str  # of the field in Settings; with dashes, of the option
    kind: str  # what may be written there, in words
    default: str  # in words; the value itself where it is one
    help: str
    check: Callable[[str], str]  # returns the value in its settled form; raises ValueError with a sentence
    secret: bool = False  # then no command has an option for it: others can read how a process was started

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()

    @property
    def option(self) -> str:
        return "--" + self.name.replace("_", "-")


class SettingsError(Exception):
    """Some settings are wrong. `problems` names each with a sentence; no value of a secret is in it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings from the environment; an empty variable counts as not set.

    Raises SettingsError with every problem at once.
    """
    values: dict[str, str] = {}
    problems = []
    for setting in SETTINGS:
        written = environ.get(setting.variable, "").strip()
        try:
            values[setting.name] = setting.check(written) if written else ""
        except ValueError as wrong:
            problems.append(f"{setting.variable}: {wrong}")
    if problems:
        raise SettingsError(problems)
    return _with_defaults(values)


def note_address(settings: Settings) -> None:
    """Of a server that has started, for the commands beside it, which may not know how it was started."""
    with contextlib.suppress(OSError):  # a full disk is no reason not to serve
        (settings.data / SERVE_LOCK).write_text(f"{settings.public_url}\n")


def noted_address(data: Path) -> str:
    """With which a server was last started in this data folder; "" if none was."""
    try:
        return _public_url((data / SERVE_LOCK).read_text().strip())
    except (OSError, ValueError):
        return ""


def misspelt(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Variables that look like a setting but are none, each with the setting that was probably meant."""
    known = [setting.variable for setting in SETTINGS]
    strange = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    near = [(name, nearest(name, known, alike=0.8)) for name in strange]
    return [(name, meant) for name, meant in near if meant]


def _with_defaults(values: Mapping[str, str]) -> Settings:
    data = Path(values["data"] or "data").expanduser()
    host = values["host"] or "127.0.0.1"
    port = int(values["port"] or "8080")
    configured = values["public_url"]
    simulator = values["simulator"] or "auto"
    return Settings(
        data=data,
        database_url=values["database_url"] or _default_database(data),
        host=host,
        port=port,
        public_url=configured or f"http://{_as_address(host)}:{port}",
        simulator=simulator == "on" or (simulator == "auto" and not configured),
        log_level=values["log_level"] or "info",
        key=values["key"],
        smtp_url=Secret(values["smtp_url"]),
        mail_from=values["mail_from"] or "Ringback <ringback@localhost>",
    )


def _default_database(data: Path) -> str:
    return f"{_SQLITE}{data / DATABASE_NAME}"


def _as_address(host: str) -> str:
    """How this machine itself reaches a server that listens there."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared with, never listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _text(written: str) -> str:
    if "\0" in written:
        raise ValueError("must not contain a zero byte")
    return written


def _host(written: str) -> str:
    bare = written.removeprefix("[").removesuffix("]")
    if not re.fullmatch(r"[0-9A-Za-z.:_-]+", bare):
        raise ValueError('write a host name or an IP address, such as "127.0.0.1"')
    if ":" in bare:
        try:
            ip_address(bare)
        except ValueError:
            raise ValueError(f"write the host alone; the port has its own setting, {PREFIX}PORT") from None
    return bare


def _port(written: str) -> str:
    if not re.fullmatch(r"[0-9]{1,5}", written) or not 1 <= int(written) <= 65535:
        raise ValueError(f"write a number from 1 to 65535, not {written[:20]!r}")
    return str(int(written))


def _public_url(written: str) -> str:
    shape = 'write http:// or https:// and a host, such as "https://ringback.example.com"'
    try:
        url = urlsplit(written)
        port = url.port
    except ValueError:
        raise ValueError(shape) from None
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError(shape)
    if url.path not in ("", "/") or url.query or url.fragment or "?" in written or "#" in written:
        raise ValueError("write the address without anything after the host and port")
    if url.username is not None or url.password is not None:
        raise ValueError("write the address without a user name or password")
    if not re.fullmatch(r"[0-9a-z._-]+|[0-9a-f:.]+", url.hostname):
        raise ValueError("write the host in plain letters; an international name in its xn-- form")
    host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    usual = port in (None, {"http": 80, "https": 443}[url.scheme])
    return f"{url.scheme}://{host}" if usual else f"{url.scheme}://{host}:{port}"


def _database_url(written: str) -> str:
    if written.startswith(("postgresql", "postgres:")):
        return _postgres_url(written)
    path = written.removeprefix(_SQLITE)
    if path == written or not path or path.startswith(":memory:") or "?" in path or "\0" in path:
        raise ValueError(
            f'write {_SQLITE} and the path of a file, such as "{_SQLITE}/srv/ringback/ringback.sqlite", '
            f"or {_POSTGRES}USER:PASSWORD@HOST/DATABASE"
        )
    return written


def _postgres_url(written: str) -> str:
    """Nothing of it is repeated in an error: it may hold a password."""
    shape = f"write {_POSTGRES}USER:PASSWORD@HOST:PORT/DATABASE, as PostgreSQL's own tools take it"
    url = re.sub(r"^postgres(ql)?://", _POSTGRES, written)
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError(shape) from None
    if not url.startswith(_POSTGRES) or not parts.path.strip("/") or "\0" in url or parts.fragment:
        raise ValueError(shape)
    return url


def _smtp_url(written: str) -> str:
    """The password may be in it, so no message repeats what was written."""
    shape = "write smtp:// or smtps://, then user:password@ if it asks for them, and the host, with its port"
    try:
        url = urlsplit(written)
        port = url.port
    except ValueError:
        raise ValueError(shape) from None
    if url.scheme not in ("smtp", "smtps") or not url.hostname or port == 0 or url.path not in ("", "/"):
        raise ValueError(shape)
    return written


def _mail_from(written: str) -> str:
    if "@" not in written or "\n" in written or "\r" in written:
        raise ValueError('write an e-mail address, such as "Ringback <ringback@example.com>"')
    return written


def _one_of(*words: str) -> Callable[[str], str]:
    def check(written: str) -> str:
        if written.lower() not in words:
            raise ValueError(f"write {', '.join(words[:-1])} or {words[-1]}, not {written[:20]!r}")
        return written.lower()

    return check


_SQLITE: Final = "sqlite:///"
_POSTGRES: Final = "postgresql://"

SETTINGS: Final = (
    Setting("data", "folder", "./data", "Folder of the database, its key and its journal.", _text),
    Setting(
        "database_url",
        "sqlite:///PATH or postgresql://...",
        f"{DATABASE_NAME} in the data folder",
        "Where the database is, if not in the data folder.",
        _database_url,
    ),
    Setting("host", "name or IP address", "127.0.0.1", "Address on which the server listens.", _host),
    Setting("port", "1 to 65535", "8080", "Port on which the server listens.", _port),
    Setting(
        "public_url",
        "http(s)://HOST[:PORT]",
        "http://HOST:PORT",
        "Address under which phone companies reach this server.",
        _public_url,
    ),
    Setting(
        "simulator",
        "auto, on or off",
        "auto",
        "The simulated phone world; auto: on only while no public URL is set.",
        _one_of("auto", "on", "off"),
    ),
    Setting(
        "key",
        "a key, or file:PATH",
        "secret.key in the data folder",
        "What stored secrets are sealed with; several nodes must have the same.",
        _text,
        secret=True,
    ),
    Setting(
        "smtp_url",
        "smtp(s)://[USER:PASSWORD@]HOST[:PORT]",
        "no e-mail is sent",
        "Mail server for invitations and forgotten passwords.",
        _smtp_url,
        secret=True,
    ),
    Setting(
        "mail_from",
        "e-mail address",
        "ringback@localhost",
        "Whom e-mails are from.",
        _mail_from,
    ),
    Setting("log_level", ", ".join(LOG_LEVELS), "info", "How much the log says.", _one_of(*LOG_LEVELS)),
)
