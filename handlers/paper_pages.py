"""What becomes of a paper (公文稿) within the transaction: shown, sent, taken back, settled, listed."""

from msgspec import Struct
from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.letter import Letter, Rows, Way
from domain.limits import local_day
from domain.paper_errors import (
    OfficeWritesPapers,
    PaperFileWanted,
    PaperForeign,
    PaperGone,
    PaperSettled,
    PaperStale,
    PaperUnread,
    PaperUnreadWhy,
)
from domain.papers import KNOWN, Paper, PaperKind, Unfinished, next_serial
from domain.reporting import read_reporting, year_of
from domain.rights import reach_of
from handlers.lists import require_private
from handlers.questions import PAPER, PAPER_CHECK
from handlers.replies import answer, show
from handlers.request import Request
from store.transaction import Transaction
from store.values import Dialogue
from texts.papers import (
    KINDS,
    draft_rows,
    render_ask_check,
    render_ask_file,
    render_ask_item,
    render_ask_settle,
    render_checked,
    render_list,
    render_menu,
    render_taken,
    say_draft,
    say_number,
    say_settled,
    say_template,
    settled_rows,
)

_SUFFIX = ".docx"
#: Which version somebody is changing.
_VERSION = "version"


class Taken(Struct, frozen=True):
    """A file that was sent back and stands in the spool."""

    file: str
    sha256: str
    unfinished: Unfinished
    identity: str


def require_writer(request: Request) -> None:
    """Raise unless the speaker writes papers here. Raises ``OfficeWritesPapers``, ``PrivateOnly``."""
    if reach_of(request.known(), Action.PAPER, request.roster) is not Reach.ALL:
        raise OfficeWritesPapers
    require_private(request, Action.PAPER)


def draft_meant(request: Request) -> Paper:
    """The draft of the button, as it was when the button was made."""
    press = request.pressed()
    paper = waiting(request, press.item)
    if press.version != paper.version:
        raise PaperStale(paper.title)
    return paper


def waiting(request: Request, number: int) -> Paper:
    paper = request.ledger.paper(number)
    if paper is None:
        raise PaperGone(number)
    if paper.is_settled:
        raise PaperSettled(paper.title)
    return paper


def show_menu(request: Request, tx: Transaction) -> None:
    show(request, tx, render_menu())


def ask_item(request: Request, tx: Transaction) -> None:
    answer(request, tx, render_ask_item())


def ask_file(request: Request, tx: Transaction) -> None:
    paper = draft_meant(request)
    _await_file(request, tx, PAPER, paper)
    answer(request, tx, render_ask_file(paper))


def ask_check(request: Request, tx: Transaction) -> None:
    _await_file(request, tx, PAPER_CHECK)
    answer(request, tx, render_ask_check())


def _await_file(request: Request, tx: Transaction, kind: str, paper: Paper | None = None) -> None:
    number, data = (paper.number, {_VERSION: str(paper.version)}) if paper is not None else (0, {})
    question = Dialogue(kind=kind, number=number, data=data, begun_at=request.now)
    tx.set_dialogue(request.chat_id, request.telegram_id, question)


def awaited(request: Request, question: Dialogue) -> Paper:
    """The draft that a file was waited for. What somebody else sent back since is not lost to it: ``PaperStale``."""
    paper = waiting(request, question.number)
    if question.data.get(_VERSION, str(paper.version)) != str(paper.version):
        raise PaperStale(paper.title)
    return paper


def handle_paper_words(request: Request, _tx: Transaction) -> None:
    """Words where a file is waited for."""
    require_writer(request)
    raise PaperFileWanted


def send_draft(paper: Paper, unfinished: Unfinished, request: Request, tx: Transaction) -> None:
    saved = tx.save_paper(paper)
    _send(saved, say_draft(saved, unfinished, request.rules, request.now), draft_rows(saved), request, tx)


def ask_settle(paper: Paper, unfinished: Unfinished, request: Request, tx: Transaction) -> None:
    answer(request, tx, render_ask_settle(paper, unfinished))


def enter_settled(paper: Paper, request: Request, tx: Transaction) -> None:
    """What was settled stands in the ledger with the file that goes out, or neither does."""
    is_next = paper.serial == next_serial(request.ledger.papers(), paper.kind, paper.year)
    if waiting(request, paper.number).version != paper.version or not is_next:
        raise PaperStale(paper.title)
    settled = tx.save_paper(replace(paper, settled_at=request.at, settled_by=request.known().name))
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    send_settled(settled, request, tx)


def send_settled(paper: Paper, request: Request, tx: Transaction) -> None:
    _send(paper, say_settled(paper, request.rules, request.now), settled_rows(), request, tx)


def send_template(kind: PaperKind, file: str, request: Request, tx: Transaction) -> None:
    tx.queue(_letter(request, say_template(kind, sorted(KNOWN[kind])), file, f"{KINDS[kind]}{_SUFFIX}"))


def _send(paper: Paper, caption: str, rows: Rows, request: Request, tx: Transaction) -> None:
    number = say_number(paper) if paper.is_settled else ""
    name = f"{KINDS[paper.kind]}{number}{_SUFFIX}" if number else f"{KINDS[paper.kind]}草稿{_SUFFIX}"
    tx.queue(_letter(request, caption, paper.file, name, rows))


def _letter(request: Request, caption: str, file: str, name: str, rows: Rows = ()) -> Letter:
    return Letter(
        chat_id=request.chat_id,
        way=Way.FILE,
        html=caption,
        rows=rows,
        file=file,
        file_name=name,
        queued_at=request.now,
        asker=request.asker,
    )


def take(paper: Paper, taken: Taken, request: Request, tx: Transaction) -> None:
    """The file is the draft now; buttons below earlier ones say so. Raises ``PaperForeign``."""
    _require_same(request, paper, taken.identity)
    newer = replace(paper, file=taken.file, sha256=taken.sha256, version=paper.version + 1)
    if waiting(request, paper.number).version != paper.version:
        raise PaperStale(paper.title)
    tx.save_paper(newer)
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    answer(request, tx, render_taken(newer, taken.unfinished))


def _require_same(request: Request, paper: Paper, identity: str) -> None:
    """A file that says nothing may be one that somebody copied the words into."""
    if not identity or identity == paper.identity:
        return
    other = next((each for each in request.ledger.papers() if each.identity == identity), None)
    if other is not None or paper.identity:
        raise PaperForeign(paper.title, other.title if other else "")


def say_checked(digest: str, request: Request, tx: Transaction) -> None:
    found = next((each for each in request.ledger.papers() if each.is_settled and each.sha256 == digest), None)
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    name = request.file.name if request.file else ""
    answer(request, tx, render_checked(found, name, request.rules, request.now))


def show_list(request: Request, tx: Transaction) -> None:
    press = request.pressed()
    _list(press.item or local_day(request.now, request.rules).year, press.version, request, tx)


def show_list_of(words: str, request: Request, tx: Transaction) -> None:
    found = read_reporting(words, local_day(request.now, request.rules))
    if found is None or found != year_of(found.first):
        raise PaperUnread(PaperKind.YEAR, words, PaperUnreadWhy.PERIOD)
    _list(found.first.year, 0, request, tx)


def _list(year: int, start: int, request: Request, tx: Transaction) -> None:
    found = [each for each in request.ledger.papers() if each.is_settled and each.year == year]
    found.sort(key=lambda each: (each.settled_at or each.drafted_at, each.number), reverse=True)
    show(request, tx, render_list(found, year, start, request.rules, request.now))
