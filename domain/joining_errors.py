"""What can be wrong where somebody joins (启用), is invited, or leaves the roster.

In the hierarchy that ``domain/errors.py`` draws.
"""

from domain.errors import DubanError


class OfficeOnly(DubanError):
    """Only the office says who is on the roster."""


class NameMissing(DubanError):
    """The command needs somebody's name and had none."""


class PersonUnknown(DubanError):
    """Nobody of that name is meant by the command; ``near`` are names much like it."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        self.name = name
        self.near = near


class LastOfOffice(DubanError):
    """Without this person nobody would have the office's rights."""

    def __init__(self, name: str) -> None:
        self.name = name


class AccountTaken(DubanError):
    """Somebody else (``holder``) has the Telegram ID by now."""

    def __init__(self, holder: str, name: str) -> None:
        self.holder = holder
        self.name = name


class TooManyApplications(DubanError):
    """A stranger has asked to join as often as anybody may in a day."""

    def __init__(self, telegram_id: int) -> None:
        self.telegram_id = telegram_id


class ApplicationDeclined(TooManyApplications):
    """The office has said lately that the stranger is nobody of the bureau."""


class ApplicationOver(DubanError):
    """The stranger's application was decided (``by``) before: as whom they joined, or ``""`` where it was declined."""

    def __init__(self, name: str, by: str) -> None:
        self.name = name
        self.by = by


class AlreadyEnrolled(DubanError):
    """The account is somebody's (``name``) already."""

    def __init__(self, name: str) -> None:
        self.name = name


class EnrolmentOver(DubanError):
    """That an account became somebody's (``name``) can't be taken back any more: it was (``by``), or it is too late."""

    def __init__(self, name: str, by: str = "") -> None:
        self.name = name
        self.by = by


class MayNotInvite(DubanError):
    """Only the office, or the head of their unit, invites somebody (``name``; of a unit its name)."""

    def __init__(self, name: str) -> None:
        self.name = name


class PersonEnrolled(DubanError):
    """The person (``name``) has an account already, and needs no invitation."""

    def __init__(self, name: str) -> None:
        self.name = name


class NameTaken(PersonEnrolled):
    """The name that was chosen by a unit's link has an account by now, or is not for the link to give."""


class InvitationOver(DubanError):
    """The link does nothing: ``fault`` is an ``InvitationFault``."""

    def __init__(self, fault: str) -> None:
        self.fault = fault


class InvitationInGroup(DubanError):
    """A link was opened in a group."""


class InvitedAlready(DubanError):
    """Somebody of the roster (``name``) opened a link: their own, or one that is for somebody else."""

    def __init__(self, name: str, *, is_own: bool) -> None:
        self.name = name
        self.is_own = is_own


class OwnAccount(DubanError):
    """One does not take away one's own account."""
