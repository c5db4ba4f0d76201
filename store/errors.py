"""What can go wrong with the ledger, as data. ``texts/`` and ``bot.py`` word each; no sentence for users lives here."""

import errno
from enum import StrEnum
from pathlib import Path


class StoreError(Exception):
    """Base of everything the store refuses or fails at."""


class LedgerLocked(StoreError):
    """Another process owns the ledger."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in use by another process")
        self.path = path


class LedgerUnreadable(StoreError):
    """The ledger file is no TinyDB file. ``hint`` says what to do about it."""

    def __init__(self, path: Path, why: str, hint: str) -> None:
        super().__init__(f"{path}: {why}; {hint}")
        self.path = path
        self.why = why
        self.hint = hint


class SchemaTooNew(StoreError):
    """The ledger was written by a newer Duban. ``where`` is its database and schema, if it is in one."""

    where = ""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(f"{path} has schema {found}; this version knows up to {known}")
        self.path = path
        self.found = found
        self.known = known


class LedgerElsewhere(StoreError):
    """The file is a copy for readers: the ledger itself is in a database."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is a copy; the ledger is in a database")
        self.path = path


class LedgerThere(StoreError):
    """Where a ledger was to be moved there is one, or something else."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is not empty")
        self.path = path


class LedgerMoved(StoreError):
    """The ledger has left the database. ``file`` is ``machine:path``, or empty where an older version moved it."""

    def __init__(self, file: str) -> None:
        super().__init__(f"the ledger was moved out of the database to {file or 'a file'}")
        self.file = file


class JournalDamaged(StoreError):
    """A line of the journal does not fit: altered, missing or out of order. Never cut; to be restored from a backup.

    ``where`` is its database and schema, if it is in one; ``path`` is then what the file would be called.
    """

    where = ""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(
            f"{path}, line {line}: {why}; restore the ledger and its journal folder from a backup "
            f"(docs/restore.md), nothing was changed"
        )
        self.path = path
        self.line = line
        self.why = why


class NotSaved(StoreError):
    """The disk refused. Nothing of the transaction remains, in memory or on disk; it may be tried again."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path}: {cause}")
        self.path = path
        self.cause = cause


class DiskSilent(NotSaved):
    """At a stop: the disk does not answer. What was acknowledged is durable, what nobody was told of may not be."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the disk does not answer, and is not waited for any longer")


class LeaseLost(StoreError):
    """Another process has taken the ledger over: this one has nothing more to say for the bureau."""


class Displaced(StoreError):
    """The ledger's files are no longer where they were opened: what is written would not be found again."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class DatabaseFault(StrEnum):
    """Why a database can't have the ledger."""

    ADDRESS = "address"  # ``store.url`` is none that libpq understands
    AWAY = "away"
    READ_ONLY = "read_only"  # a standby that nobody has promoted
    PASSWORD = "password"  # noqa: S105 - a name: missing or wrong
    NO_LOGIN = "no_login"  # the role, or where it comes from
    NO_DATABASE = "no_database"
    NO_RIGHT = "no_right"  # to make or to use the schema
    FOREIGN = "foreign"  # somebody else's tables are in the schema
    TOO_OLD = "too_old"
    ENCODING = "encoding"
    POOLED = "pooled"  # something between drops the session's settings
    NOT_DURABLE = "not_durable"  # it is set not to wait for its disk


class DatabaseRefused(StoreError):
    """The database of the ledger can't be used as it is. ``where`` is its address without user and password."""

    def __init__(self, where: str, fault: DatabaseFault, cause: str = "") -> None:
        super().__init__(f"{where}: {fault}: {cause}" if cause else f"{where}: {fault}")
        self.where = where
        self.fault = fault
        self.cause = cause


class DatabaseAway(DatabaseRefused):
    """It can't be used now; the same may go well later."""


class NotStorable(StoreError, ValueError):
    """A value that JSON takes but that no reader gets back, such as half an emoji."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the document can't be stored: {why}")
        self.why = why


class ReservedTable(StoreError, ValueError):
    """The bot's own tables (mail, meta) can't be changed through TinyDB."""

    def __init__(self, name: str) -> None:
        super().__init__(f"table {name} is kept by the bot")
        self.name = name


class TransactionOpen(StoreError):
    """A transaction was begun inside another one: one event is one transaction."""

    def __init__(self) -> None:
        super().__init__("a transaction is open already")


class NumberTaken(StoreError):
    """The item's number belongs to another item."""

    def __init__(self, number: int) -> None:
        super().__init__(f"item {number} exists")
        self.number = number


class Overtaken(StoreError):
    """The item was changed after what is to replace it was made ready."""

    def __init__(self, number: int) -> None:
        super().__init__(f"item {number} was changed meanwhile")
        self.number = number


class BackupExists(StoreError):
    """The folder for a backup holds something already."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not empty")
        self.path = path


class TargetFault(StrEnum):
    """Why nothing can be written where it was to go."""

    IS_FILE = "is_file"
    IS_FOLDER = "is_folder"
    INSIDE = "inside"  # within the journal or the spool
    NO_PARENT = "no_parent"
    NO_PERMISSION = "no_permission"
    READ_ONLY = "read_only"
    FULL = "full"
    OTHER = "other"


class TargetRefused(StoreError):
    """Nothing can be written there; what was begun is gone again."""

    def __init__(self, path: Path, fault: TargetFault, cause: str = "") -> None:
        super().__init__(f"{path}: {cause or fault}")
        self.path = path
        self.fault = fault
        self.cause = cause


_FAULTS = {
    errno.ENOENT: TargetFault.NO_PARENT,
    errno.ENOTDIR: TargetFault.NO_PARENT,
    errno.EISDIR: TargetFault.IS_FOLDER,
    errno.EACCES: TargetFault.NO_PERMISSION,
    errno.EPERM: TargetFault.NO_PERMISSION,
    errno.EROFS: TargetFault.READ_ONLY,
    errno.ENOSPC: TargetFault.FULL,
    errno.EDQUOT: TargetFault.FULL,
    errno.EFBIG: TargetFault.FULL,
}


def is_full(error: OSError) -> bool:
    """Whether the disk, or what may be used of it, is full."""
    return _FAULTS.get(error.errno or 0) is TargetFault.FULL


def fault_of(error: OSError) -> TargetFault:
    """What the system's refusal comes to; a short write is a full disk."""
    return TargetFault.FULL if error.errno is None else _FAULTS.get(error.errno, TargetFault.OTHER)
