"""The configuration: a TOML file becomes one frozen ``Config``; every fault is named at once, before a start.

Which keys there are, what may stand behind them and what they become: ``house/configuration/``.
"""

import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from domain.rules import Rules
from house.configuration.faults import ConfigFaults, Expected, Fault
from house.configuration.keys import TABLE
from house.configuration.office_rules import OfficeRules, apart
from house.configuration.tables import Tables
from house.configuration.values import LogFormat, Secret, is_loopback

#: Where the token may stand instead of in the file; this one wins.
TOKEN_VARIABLE = "DUBAN_TOKEN"  # noqa: S105 - the variable's name
#: Where the password of the ledger's database may stand; libpq's own PGPASSWORD and ~/.pgpass do as well.
STORE_PASSWORD_VARIABLE = "DUBAN_STORE_PASSWORD"  # noqa: S105 - the variable's name
#: What examples show instead of a token; none of these words ever turned up in a real one.
_LIKE_AN_EXAMPLE = re.compile(r"paste|botfather|your.?token|ABC-DEF1234", re.IGNORECASE)


class WebhookAddress(Struct, frozen=True):
    """Where the webhook listens, and the address that Telegram calls: that of the proxy before it."""

    host: str
    port: int
    url: str


class BoardAddress(Struct, frozen=True):
    """The address that people open, that of a proxy, and where the board listens behind it."""

    url: str  # without a slash at its end
    listen: tuple[str, int] | None = None  # None: another process serves it, the city's


class Config(Struct, frozen=True, kw_only=True):
    """The whole configuration, validated."""

    token: Secret
    base_url: str
    admins: frozenset[int]
    ledger_path: Path
    rules: Rules
    per_second: int
    per_chat_second: int
    per_group_minute: int
    name: str = ""  # the configuration's own: of its file, of its folder where that is config.toml
    logs_json: bool = False
    monitoring: tuple[str, int] | None = None  # host and port where figures are served
    webhook: WebhookAddress | None = None  # None: updates are polled
    board: BoardAddress | None = None  # None: there is none
    templates: Path | None = None  # the folder of the office's own templates of papers
    pins_boards: bool = False
    store_url: Secret | None = None  # the ledger's PostgreSQL; None: it is the file
    store_schema: str = "duban"


def load(path: Path, environment: Mapping[str, str]) -> Config:
    """Read and validate the file; raises ``ConfigFaults`` with everything that is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigFaults((Fault(str(path), Expected.FILE, error.strerror or str(error)),)) from error
    return read(content, path, environment)


def read(content: bytes, path: Path, environment: Mapping[str, str]) -> Config:
    """Validate what the file at that path holds; raises ``ConfigFaults`` with everything that is wrong with it."""
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigFaults((Fault(str(path), Expected.TOML, str(error)),)) from error
    if environment.get(TOKEN_VARIABLE):
        telegram = document.setdefault("telegram", {})
        if isinstance(telegram, dict):
            telegram["token"] = environment[TOKEN_VARIABLE]
    store_password = environment.get(STORE_PASSWORD_VARIABLE, "")
    return _Reading(document, path.absolute(), store_password).config()


def _name_of(path: Path) -> str:
    return path.stem if path.stem != "config" else path.parent.name or path.stem


def require_real_token(config: Config) -> None:
    """Raise ``ConfigFaults`` for a token that was left as the example has it: only who talks to Telegram needs one."""
    if _LIKE_AN_EXAMPLE.search(config.token.reveal()):
        raise ConfigFaults((Fault("telegram.token", Expected.REAL_TOKEN, ""),))


class _Reading:
    """One pass over a document that collects faults instead of stopping at the first."""

    def __init__(self, document: dict[str, Any], path: Path, store_password: str) -> None:
        self._tables = Tables()
        self._store_password = store_password
        self._name = _name_of(path)
        self._folder = path.parent
        self._document = document

    def config(self) -> Config:
        document, tables = self._document, self._tables
        tables.require_known("", document, {*TABLE, "kinds"})
        flat, ladders = apart(document.get("escalation", {}))
        written = {**document, "escalation": flat}
        read = {name: tables.table(name, written.get(name, {}), keys) for name, keys in TABLE.items()}
        rules = OfficeRules(tables, document.get("kinds", {}), ladders)
        ledger_path = self._ledger_path(read["store"].get("path"))
        templates = self._templates(read["papers"].get("templates"))
        rules.require_figures_known(read["figures"])
        board = self._board(read["board"].get("listen"), read["board"].get("url"))
        webhook = self._webhook(read["telegram"].get("webhook_listen"), read["telegram"].get("webhook_url"))
        if tables.faults:
            raise ConfigFaults(tuple(tables.faults))
        return Config(
            token=read["telegram"]["token"],
            base_url=read["telegram"]["base_url"],
            admins=frozenset(read["office"]["admins"]),
            ledger_path=ledger_path,
            rules=rules.of(read),
            name=self._name,
            logs_json=read["logging"]["format"] is LogFormat.JSON,
            monitoring=read["monitoring"]["listen"],
            webhook=webhook,
            board=board,
            templates=templates,
            **read["limits"],
            pins_boards=read["board"]["pinned"],
            store_url=self._with_password(read["store"]["url"]),
            store_schema=read["store"]["schema"],
        )

    def _with_password(self, url: str) -> Secret | None:
        """The password of the environment wins: of two in an address libpq takes the later one."""
        if url and self._store_password:
            url += f"{'&' if '?' in url else '?'}password={quote(self._store_password, safe='')}"
        return Secret(url) if url else None

    def _board(self, listen: tuple[str, int] | None = None, url: str | None = None) -> BoardAddress | None:
        if listen is None:
            return BoardAddress(url) if url else None
        host, port = listen
        if not url and not is_loopback(host):
            self._tables.fault("board.url", Expected.BOARD_URL, ...)
        shown = f"[{host}]" if ":" in host else host
        return BoardAddress(url or f"http://{shown}:{port}", listen)

    def _webhook(self, listen: tuple[str, int] | None = None, url: str | None = None) -> WebhookAddress | None:
        if not url:
            return None
        if listen is None:
            self._tables.fault("telegram.webhook_listen", Expected.LISTEN, ...)
            return None
        return WebhookAddress(*listen, url)

    def _templates(self, written: str | None) -> Path | None:
        path = self._folder / (written or "")
        if written and not path.is_dir():
            self._tables.fault("papers.templates", Expected.FOLDER, written)
        return path if written else None

    def _ledger_path(self, written: str | None) -> Path:
        path = self._folder / (written or "")
        if written and not _is_writable(path):
            self._tables.fault("store.path", Expected.PATH, written)
        return path


def _is_writable(path: Path) -> bool:
    """Whether the ledger can be written there; a real attempt, since permissions alone don't tell (read-only disks).

    The file itself is replaced as a whole, so that its folder counts: a copy for readers is for nobody to write.
    """
    if path.is_dir():
        return False
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
