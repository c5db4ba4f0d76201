"""Refusals about papers (公文稿): what is asked for, templates, and files that are sent back."""

from enum import StrEnum

from domain.errors import DubanError


class OfficeWritesPapers(DubanError):
    """Only the office drafts papers."""


class PaperUnreadWhy(StrEnum):
    """What was not understood."""

    KIND = "kind"
    TEMPLATE = "template"  # of which kind it is wanted
    PERIOD = "period"
    ITEM = "item"
    SOURCE = "source"  # no problem has this source


class PaperUnread(DubanError):
    """It can't be told which paper is asked for; ``kind`` is a ``PaperKind``, or ``""``."""

    def __init__(self, kind: str, written: str, why: PaperUnreadWhy, known: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.written = written
        self.why = why
        self.known = known


class PaperGone(DubanError):
    """There is no such paper, or its file is not in its place."""

    def __init__(self, number: int) -> None:
        self.number = number


class PaperAltered(DubanError):
    """The file that was kept is not the one that was settled."""

    def __init__(self, title: str) -> None:
        self.title = title


class PaperStale(DubanError):
    """The button was shown before the draft was changed."""

    def __init__(self, title: str) -> None:
        self.title = title


class PaperSettled(DubanError):
    """It was settled; what is to be said otherwise needs a new draft."""

    def __init__(self, title: str) -> None:
        self.title = title


class PaperForeign(DubanError):
    """The file that was sent back is another draft's; ``other`` is its title, ``""`` where it is not known here."""

    def __init__(self, title: str, other: str) -> None:
        self.title = title
        self.other = other


class PaperFileWanted(DubanError):
    """A file is waited for, not words."""


class PaperFault(StrEnum):
    """What is the matter with a file that should be a .docx."""

    NOT_DOCX = "not_docx"
    OLD_FORMAT = "old_format"
    TOO_BIG = "too_big"
    DAMAGED = "damaged"
    MACROS = "macros"


class BadPaper(DubanError):
    """A file that was sent back can't be kept as a paper."""

    def __init__(self, fault: PaperFault) -> None:
        self.fault = fault


class TemplateFault(StrEnum):
    """What is the matter with a template."""

    NO_FOLDER = "no_folder"  # the folder of all templates is gone; ``name`` is its name
    BROKEN = "broken"
    LACKS = "lacks"  # a placeholder that it needs
    UNKNOWN = "unknown"  # a placeholder that nobody fills
    BODY_NOT_ALONE = "body_not_alone"  # {{正文}} shares its paragraph with other words, or stands twice


class BadTemplate(DubanError):
    """The office's template can't be used; ``name`` is its file."""

    def __init__(self, name: str, fault: TemplateFault, placeholder: str = "") -> None:
        self.name = name
        self.fault = fault
        self.placeholder = placeholder
