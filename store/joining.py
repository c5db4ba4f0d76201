"""Who asked to join the bureau, and which links lead into it: what is looked up by an account or by a link."""

from domain.invitations import Invitation
from domain.requests import DecisionRequest, RequestKind
from store import mail
from store.rows import INVITATIONS, REQUESTS, Rows


class Joinings:
    """Listens to the tables of requests and of invitations."""

    def __init__(self, rows: Rows) -> None:
        self._applications: dict[int, tuple[int, ...]] = {}  # account -> its requests to join, open and decided
        self._links: dict[str, int] = {}  # what is kept of a link -> the invitation
        rows.listen(REQUESTS, self._requests_changed)
        rows.listen(INVITATIONS, self._invitations_changed)

    def newest_of(self, account: int) -> int:
        """The account's newest request to join; 0 for none."""
        return max(self._applications.get(account, ()), default=0)

    def of_link(self, token: str) -> int:
        """The invitation of that link; 0 for none."""
        return self._links.get(token, 0)

    def _requests_changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = mail.read(DecisionRequest, old), mail.read(DecisionRequest, new)
        if before is not None and before.kind is RequestKind.JOIN:
            others = (each for each in self._applications.get(before.item, ()) if each != number)
            self._applications[before.item] = tuple(others)
        if row is not None and row.kind is RequestKind.JOIN:
            self._applications[row.item] = (*self._applications.get(row.item, ()), number)

    def _invitations_changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = mail.read(Invitation, old), mail.read(Invitation, new)
        if before is not None:
            self._links.pop(before.token, None)
        if row is not None:
            self._links[row.token] = number
