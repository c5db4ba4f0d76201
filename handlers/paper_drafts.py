"""Writes the draft of a paper, in a thread: it knows one moment of the ledger, and nothing that changes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from domain.item import Item
from domain.paper_errors import PaperUnread, PaperUnreadWhy
from domain.paper_facts import Facts, facts_of
from domain.papers import OF_A_SOURCE, OF_AN_ITEM, Content, Paper, PaperKind, Unfinished, Wish
from domain.roster import Roster
from domain.rules import Rules
from domain.three_lists import arrangement_of
from handlers.request import Request
from store.bulk import Moment
from store.journal.disk import make_folder
from texts.paper_contents import content_of
from texts.paper_forms import order_of, source_content
from texts.papers import KINDS

#: Signs of a draft's identity.
_IDENTITY = 24


def draft_of(request: Request, wish: Wish) -> Callable[[], tuple[Paper, Unfinished]]:
    """The work: a paper that is not yet numbered, and what is open in it."""
    moment, roster, rules, now = request.ledger.moment(), request.roster, request.rules, request.now
    spool, templates, by, at = request.ledger.spool, request.office.templates, request.known().name, request.at
    chased, identity = _chases(request, wish), _identity(request)
    make_folder(spool)

    def work() -> tuple[Paper, Unfinished]:
        facts = facts_of(
            _items(moment, wish), wish, roster, rules, now, moment.ledger_year, lambda item: chased.get(item.number, 0)
        )
        content = _content(facts, roster, rules)
        file, digest, unfinished = _written(content, templates, spool, at, identity)
        is_sensitive = wish.item > 0 and any(line.item.is_sensitive for line in facts.whole.lines)
        paper = Paper(
            kind=wish.kind,
            title=content.title,
            file=file,
            sha256=digest,
            drafted_at=at,
            drafted_by=by,
            item=wish.item,
            is_sensitive=is_sensitive,
            identity=identity,
        )
        return paper, unfinished

    return work


def _identity(request: Request) -> str:
    """No other draft has it: an update asks for one."""
    return sha256(f"{request.update_id}|{request.chat_id}|{request.at.isoformat()}".encode()).hexdigest()[:_IDENTITY]


def _written(
    content: Content, templates: Path | None, spool: Path, at: datetime, identity: str
) -> tuple[str, str, Unfinished]:
    from reports.papers import look_at, write_paper  # noqa: PLC0415 - python-docx costs a start what few ask for

    file, digest = write_paper(content, KINDS[content.kind], templates, spool, at, identity)
    return file, digest, look_at(spool / file)[0]


def _items(moment: Moment, wish: Wish) -> Sequence[Item]:
    return list(moment.items([wish.item] if wish.item else moment.numbers))


def _chases(request: Request, wish: Wish) -> dict[int, int]:
    """How often each open item was chased, where the paper says so."""
    if wish.kind not in (PaperKind.BULLETIN, PaperKind.ORDER):
        return {}
    told = ((number, len(request.ledger.chases_told(number, None))) for number in request.ledger.open_numbers())
    return {number: count for number, count in told if count}


def _content(facts: Facts, roster: Roster, rules: Rules) -> Content:
    arrangement = arrangement_of(roster, rules)
    kind = facts.wish.kind
    if kind in OF_AN_ITEM:
        return order_of(facts, facts.whole.lines[0], arrangement, rules)
    if kind in OF_A_SOURCE:
        if not facts.whole.total:
            raise PaperUnread(kind, facts.wish.source, PaperUnreadWhy.SOURCE, facts.known_sources)
        return source_content(facts, rules, arrangement)
    return content_of(facts, rules)
