"""Everything that an installation can choose, read once from ``CBLP_*`` environment variables.

All problems are reported together; a ``CBLP_*`` name that nobody knows is one of them, because a typing error in a setting
must not pass for a default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parent.parent
PREFIX: Final = "CBLP_"
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsError(Exception):
    """One or more settings cannot be used; ``problems`` names each in a line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Secret(str):
    """A text that never shows itself in a log, a traceback or a repr."""

    def __repr__(self) -> str:
        return "'***'"

    def __format__(self, spec: str) -> str:
        return "***"


def _text(value: str) -> str:
    return value.strip()


def _secret(value: str) -> Secret:
    return Secret(value.strip())


def _database(value: str) -> str:
    kind, found, rest = value.strip().partition("://")
    if not found or not rest or kind not in {"sqlite", "postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError("starts with postgresql:// or sqlite:///")
    return value.strip() if kind == "sqlite" else f"postgresql+psycopg://{rest}"


def _path(value: str) -> Path:
    return Path(value).expanduser()


def _port(value: str) -> int:
    number = int(value)
    if not 0 < number < 65536:
        raise ValueError("not a port")
    return number


def _positive(value: str) -> int:
    number = int(value)
    if number <= 0:
        raise ValueError("must be above zero")
    return number


def _from_zero(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError("must not be below zero")
    return number


def _flag(value: str) -> bool:
    word = value.strip().lower()
    if word not in {"0", "1", "true", "false", "yes", "no"}:
        raise ValueError("0 or 1")
    return word in {"1", "true", "yes"}


def _names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _base(value: str) -> str:
    cleaned = "/" + value.strip().strip("/")
    return "" if cleaned == "/" else cleaned


def _setting(default: Any, read: Any, about: str) -> Any:
    return field(default=default, metadata={"read": read, "about": about})


@dataclass(frozen=True)
class Settings:
    """The settings, each with its environment variable ``CBLP_<NAME>`` (see the table in the README)."""

    database_url: str = _setting("", _database, "Database. Empty: SQLite in var/. PostgreSQL: postgresql://user:password@host/name")
    migration_url: str = _setting("", _database, "PostgreSQL role that owns the tables, to migrate and copy; default: the database's")
    demo: bool = _setting(False, _flag, "1: the example association in var/demo.sqlite, with personas to choose from; only on this machine")
    data_dir: Path = _setting(ROOT / "var", _path, "Folder for databases, keys, backups and compressed static files")
    host: str = _setting("127.0.0.1", _text, "Address to listen on; other than this machine only once a coordinator exists")
    port: int = _setting(8501, _port, "Port to listen on")
    base_path: str = _setting("", _base, "Path under which a proxy serves the app, such as /app")
    allowed_hosts: tuple[str, ...] = _setting((), _names, "Host names under which the app is reached, by commas; default: this machine's")
    lang: str = _setting("id", _text, "Language of the command line and of visitors who have not chosen: id or en")
    cookie_secret: Secret = _setting(Secret(""), _secret, "At least 32 characters; default: made once and kept in the data folder")
    secure_cookies: bool = _setting(False, _flag, "1: cookies only over https (set it behind a TLS proxy)")
    idle_minutes: int = _setting(30, _positive, "Minutes without a click after which coordinators and treasurers sign in again")
    oidc_issuer: str = _setting("", _text, "OpenID Connect provider's address; empty: only local sign-in")
    oidc_client_id: str = _setting("", _text, "Client id at that provider")
    oidc_client_secret: Secret = _setting(Secret(""), _secret, "Client secret at that provider")
    oidc_redirect_uri: str = _setting("", _text, "This app's address ending in /oauth2callback, as registered at the provider")
    oidc_name: str = _setting("OpenID", _text, "Name of the provider on the sign-in button")
    fetch_hosts: tuple[str, ...] = _setting((), _names, "More hosts from which automatic file links may be fetched, comma separated")
    fetch_http: bool = _setting(False, _flag, "1: automatic file links may use plain http")
    ai_url: str = _setting("", _text, "Writing assistant: address of a service with the OpenAI chat protocol, ending in /v1; empty: none")
    ai_key: Secret = _setting(Secret(""), _secret, "Key at that service; empty where it needs none")
    ai_model: str = _setting("", _text, "Model to ask there")
    ai_monthly_rupiah: int = _setting(50_000, _positive, "The most that an association may spend on it in a month, in rupiah")
    ai_rupiah_in: int = _setting(50_000, _from_zero, "What a million tokens of questions cost there, in rupiah; 0: nothing")
    ai_rupiah_out: int = _setting(250_000, _from_zero, "What a million tokens of answers cost there, in rupiah; 0: nothing")
    jobs: bool = _setting(True, _flag, "0: this process runs no background jobs (pulling links, checking listings, backups)")
    log_level: str = _setting("INFO", _text, "DEBUG, INFO, WARNING or ERROR")

    @property
    def url(self) -> str:
        """The database to use; demo and own data never share one."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{self.data_dir / ('demo.sqlite' if self.demo else 'cblp.sqlite')}"

    @property
    def loopback(self) -> bool:
        """True when only this machine can reach the server."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """Where a browser finds the first page: the name that a proxy serves over https, else the host and port of this server."""
        name = self.allowed_hosts[0] if self.allowed_hosts else self.host
        shown = f"[{name}]" if ":" in name else name
        return f"https://{shown}{self.base_path}" if self.secure_cookies else f"http://{shown}:{self.port}{self.base_path}"

    @property
    def oidc(self) -> bool:
        """True when sign-in through an OpenID Connect provider is configured."""
        return bool(self.oidc_issuer)

    @property
    def ai(self) -> bool:
        """True when there is a writing assistant to ask."""
        return bool(self.ai_url)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises SettingsError with every problem found."""
    given = os.environ if environ is None else environ
    known = {PREFIX + f.name.upper(): f for f in fields(Settings)}
    problems = [
        f"{name}: no such setting" for name in sorted(given)
        if name.startswith(PREFIX) and name not in known and not name.startswith(PREFIX + "TEST_")
    ]
    values: dict[str, Any] = {}
    for name, spec in known.items():
        if given.get(name, "") == "":
            continue
        try:
            values[spec.name] = spec.metadata["read"](given[name])
        except ValueError as error:
            problems.append(f"{name}: {error}")
    settings = Settings(**values)
    problems += _conflicts(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def _conflicts(settings: Settings) -> list[str]:
    found = []
    if settings.lang not in {"id", "en"}:
        found.append("CBLP_LANG: id or en")
    if settings.cookie_secret and len(settings.cookie_secret) < 32:
        found.append("CBLP_COOKIE_SECRET: at least 32 characters")
    if settings.demo and not settings.loopback:
        found.append("CBLP_DEMO: only on this machine (CBLP_HOST=127.0.0.1)")
    if settings.oidc and not (settings.oidc_client_id and settings.oidc_client_secret and settings.oidc_redirect_uri):
        found.append("CBLP_OIDC_ISSUER: also needs CBLP_OIDC_CLIENT_ID, CBLP_OIDC_CLIENT_SECRET and CBLP_OIDC_REDIRECT_URI")
    if settings.oidc_redirect_uri and not settings.oidc_redirect_uri.endswith("/oauth2callback"):
        found.append("CBLP_OIDC_REDIRECT_URI: must end in /oauth2callback")
    elif settings.oidc and urlsplit(settings.oidc_redirect_uri).path != f"{settings.base_path}/oauth2callback":
        found.append(f"CBLP_OIDC_REDIRECT_URI: its path must be {settings.base_path}/oauth2callback, as CBLP_BASE_PATH says")
    if settings.oidc and not _safe_service(settings.oidc_issuer):
        found.append("CBLP_OIDC_ISSUER: an https address (http only on this machine)")
    if settings.ai and not settings.ai_model:
        found.append("CBLP_AI_URL: also needs CBLP_AI_MODEL")
    if settings.ai and not _safe_service(settings.ai_url):
        found.append("CBLP_AI_URL: an https address (http only on this machine)")
    if settings.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        found.append("CBLP_LOG_LEVEL: DEBUG, INFO, WARNING or ERROR")
    return found


def _safe_service(url: str) -> bool:
    """What is secret goes through the open net only encrypted."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))
    except ValueError:
        return False
