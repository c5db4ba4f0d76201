"""佐证材料: pictures, files, voices and places that people send, filed with the item that they belong to.

A piece belongs to the items that its caption or command names, else to the item of the answered message, else to the
one that was asked about, else its sender is asked. The pieces of an album follow the first of them.
"""

import zlib
from collections.abc import Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.errors import ButtonTooOld, DubanError, NotYourWords
from domain.item import IN_HAND, Evidence, EvidenceKind, Item, ItemStatus
from domain.letter import PieceChoice
from domain.progress import hand_in
from domain.rights import reach_of
from domain.roster import Person, Role, is_owner
from handlers.asking import put_question
from handlers.evidence_review import pass_on_evidence
from handlers.progress import record
from handlers.questions import EVIDENCE, PROGRESS, SUPPLEMENT, VERIFYING, is_open
from handlers.refusals import say_all
from handlers.replies import answer, reword, show
from handlers.request import (
    OTHER_FORMATS,
    WORKBOOK,
    Request,
    What,
    about_answered,
    item_for,
    item_to_verify,
    numbers_of,
    pressed_item,
    sift,
)
from store.transaction import Transaction
from store.values import Dialogue
from texts.evidence import (
    OFFERED,
    render_ask_evidence,
    render_evidence_dropped,
    render_filed,
    render_how_to_file,
    render_which_item,
)

#: A dialogue of pieces that were sent: under their message's number, or their album's.
_PIECES = "pieces"
#: Questions whose item a piece belongs to that says nothing itself.
_ASKED = frozenset({EVIDENCE, PROGRESS, SUPPLEMENT})


def handle_evidence(request: Request, tx: Transaction) -> None:
    """``/evidence 12``: words after it are evidence themselves; without words it asks for pictures and files."""
    speaker = request.known()
    named = numbers_of(request, speaker, Action.EVIDENCE)
    refusals: list[DubanError] = []
    items = sift(named.numbers, partial(item_for, request, speaker, action=Action.EVIDENCE), refusals)
    if request.piece is None and named.note:
        _file(request, tx, items, (Evidence(kind=EvidenceKind.WORDS, words=named.note),), refusals)
    elif request.piece is None and items:
        _ask(request, tx, items[0])
    say_all(request, tx, refusals)


def press_evidence(request: Request, tx: Transaction) -> None:
    """[补充佐证]: the next pieces belong to the button's item."""
    item = pressed_item(request, request.known(), Action.EVIDENCE)
    hand_in(item, "", request.at, ())  # what takes no evidence is refused before anybody sends some
    _ask(request, tx, item)


def _ask(request: Request, tx: Transaction, item: Item) -> None:
    answer(request, tx, render_ask_evidence(item, request.rules, in_group=not request.is_private))
    put_question(request, tx, EVIDENCE, item.number)


def handle_evidence_words(request: Request, tx: Transaction) -> None:
    """Words instead of a picture: they are a piece of evidence as well."""
    speaker = request.known()
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    if question is None or request.piece is not None:  # a picture with a caption was filed already
        return
    refusals: list[DubanError] = []
    items = sift((question.number,), partial(item_for, request, speaker, action=Action.EVIDENCE), refusals)
    _file(request, tx, items, (Evidence(kind=EvidenceKind.WORDS, words=request.said.words),), refusals)
    say_all(request, tx, refusals)


def file_along(request: Request, tx: Transaction) -> None:
    """A piece that came with a command or an answer is filed first: closing may want it."""
    try:
        handle_piece(request, tx)
    except DubanError as refusal:
        say_all(request, tx, [refusal])


def handle_piece(request: Request, tx: Transaction) -> None:
    """A piece is filed with its items, or its sender is asked which they are."""
    speaker = request.known()
    if request.piece is None:
        return
    piece = replace(request.piece, words=_caption(request))
    key = _key_of(request)
    kept = request.ledger.dialogue(request.chat_id, -key)
    if kept is not None and kept.kind == _PIECES and kept.data["who"] == str(request.telegram_id):
        _join(request, tx, kept, piece, key)
        return
    refusals: list[DubanError] = []
    items = _items_of(request, speaker, refusals)
    if items:
        _file(request, tx, items, (piece,), refusals, key=key)
    elif not refusals:
        _ask_which(request, tx, speaker, piece, key)
    say_all(request, tx, refusals)


def _caption(request: Request) -> str:
    """What is written under it, without the command and the numbers."""
    said = request.said
    return said.note or ("" if said.numbers or request.what is What.COMMAND else said.words)


def _items_of(request: Request, speaker: Person, refusals: list[DubanError]) -> tuple[Item, ...]:
    numbers = request.said.numbers
    if not numbers and request.answered is not None:
        about = about_answered(request, speaker, Action.EVIDENCE)
        return about if len(about) == 1 else ()
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    if not numbers and question is not None and question.kind == VERIFYING and is_open(question, request.sent_at):
        return sift((question.number,), partial(item_to_verify, request, speaker), refusals)
    if not numbers and question is not None and question.kind in _ASKED and is_open(question, request.sent_at):
        numbers = (question.number,)
    return sift(numbers, partial(item_for, request, speaker, action=Action.EVIDENCE), refusals)


def _file(
    request: Request,
    tx: Transaction,
    items: Sequence[Item],
    pieces: tuple[Evidence, ...],
    refusals: list[DubanError],
    *,
    key: int = 0,
) -> None:
    """Files the pieces with each item, says so, and remembers it for the rest of their album."""
    filed = sift(items, partial(_hand_in, request, tx, pieces), refusals)
    if filed:
        letter = answer(request, tx, render_filed(filed, pieces, key, request.rules))
        if key:
            _keep(request, tx, key, pieces, filed, letter)


def _hand_in(
    request: Request, tx: Transaction, pieces: tuple[Evidence, ...], item: Item, *, is_silent: bool = False
) -> Item:
    """Who was asked to close the item already gets these as well, or would decide without them."""
    given = hand_in(item, request.known().name, request.at, pieces)
    if given is not item:
        tx.save_item(given)
        if item.status is ItemStatus.SUBMITTED:
            pass_on_evidence(request, tx, given, first=len(item.evidence), is_silent=is_silent)
    return given


def _ask_which(request: Request, tx: Transaction, speaker: Person, piece: Evidence, key: int) -> None:
    offered = _offered(request, speaker)
    if offered:
        page = render_which_item(offered, (piece,), key)
    else:
        is_workbook = piece.name.lower().endswith(tuple({WORKBOOK, *OTHER_FORMATS}))
        may_import = reach_of(speaker, Action.IMPORT, request.roster) is Reach.ALL
        page = render_how_to_file(
            is_workbook=is_workbook, may_import=may_import and piece.kind is EvidenceKind.DOCUMENT
        )
    _keep(request, tx, key, (piece,), (), answer(request, tx, page), offered)


def _offered(request: Request, speaker: Person) -> tuple[Item, ...]:
    """The items of the answered message; else the speaker's own in hand, or those of their unit."""
    about = about_answered(request, speaker, Action.EVIDENCE)
    if about or not request.is_private:
        return about[:OFFERED]
    own = [each for each in request.ledger.open_of(speaker.name) if is_owner(speaker, each, request.roster)]
    led = request.ledger.open_in(speaker.unit) if speaker.role is Role.HEAD and not own else []
    in_hand = [item for item in own or led if item.status in IN_HAND]
    chosen = sorted(in_hand, key=lambda item: (not item.returned_at, item.due or "9"))
    return tuple(chosen[:OFFERED])


def _join(request: Request, tx: Transaction, kept: Dialogue, piece: Evidence, key: int) -> None:
    """One more piece of an album goes where the others went, or waits with them."""
    pieces = _pieces_in(kept)
    if piece.unique_id not in {each.unique_id for each in pieces}:  # one picture twice in an album is one
        pieces = (*pieces, piece)
    letter, numbers = int(kept.data["letter"]), _numbers(kept.data["items"])
    refusals: list[DubanError] = []
    speaker = request.known()
    filed: tuple[Item, ...] = ()
    if numbers:
        items = sift(numbers, partial(item_for, request, speaker, action=Action.EVIDENCE), refusals)
        filed = sift(items, partial(_hand_in, request, tx, (piece,), is_silent=True), refusals)
        page = render_filed(filed, pieces, key, request.rules) if filed else None
    else:
        offered = tuple(request.ledger.items(_numbers(kept.data["offered"])))
        page = render_which_item(offered, pieces, key) if offered else None
    if page is not None and letter:
        reword(request.ledger, tx, {letter: request.chat_id}, page, request.now, asker=request.asker)
    _save(request, tx, key, kept.data | {"pieces": _written(pieces)}, kept)
    say_all(request, tx, refusals)


def press_piece(request: Request, tx: Transaction) -> None:
    """The item that the pieces belong to; 不是佐证; or their caption is a word of progress as well."""
    press = request.pressed()
    kept = request.ledger.dialogue(request.chat_id, -press.version)
    if kept is None or kept.kind != _PIECES:
        raise ButtonTooOld
    if kept.data["who"] != str(request.telegram_id):
        raise NotYourWords(kept.data["by"])
    if press.choice == PieceChoice.DROP and not kept.data["items"]:
        tx.set_dialogue(request.chat_id, -press.version, None)
        show(request, tx, render_evidence_dropped())
    elif press.choice == PieceChoice.FILE and not kept.data["items"]:
        _choose(request, tx, kept)
    elif press.choice == PieceChoice.REPORT and kept.data["items"]:
        _report(request, tx, kept)
    else:
        raise ButtonTooOld


def _choose(request: Request, tx: Transaction, kept: Dialogue) -> None:
    press, pieces = request.pressed(), _pieces_in(kept)
    item = item_for(request, request.known(), press.item, Action.EVIDENCE)
    filed = _hand_in(request, tx, pieces, item)
    show(request, tx, render_filed((filed,), pieces, press.version, request.rules))
    _save(request, tx, press.version, kept.data | {"items": str(item.number)}, kept)


def _report(request: Request, tx: Transaction, kept: Dialogue) -> None:
    """The caption becomes the newest word, as of when it was sent."""
    words = next((piece.words for piece in _pieces_in(kept) if piece.words), "")
    refusals: list[DubanError] = []
    speaker = request.known()
    items = sift(_numbers(kept.data["items"]), partial(item_for, request, speaker, action=Action.NOTE), refusals)
    answered, message = int(kept.data["answered"]), request.pressed().version
    record(request, tx, items, words, refusals, at=kept.begun_at, answered=answered, message=message, say=show)
    say_all(request, tx, refusals)


def _keep(
    request: Request,
    tx: Transaction,
    key: int,
    pieces: tuple[Evidence, ...],
    filed: Sequence[Item],
    letter: int | None,
    offered: Sequence[Item] = (),
) -> None:
    data = {
        "pieces": _written(pieces),
        "who": str(request.telegram_id),
        "by": request.known().name,
        "items": ",".join(str(item.number) for item in filed),
        "offered": ",".join(str(item.number) for item in offered),
        "answered": str(request.answered or 0),
        "letter": str(letter or 0),
    }
    tx.set_dialogue(request.chat_id, -key, Dialogue(kind=_PIECES, data=data, begun_at=request.at))


def _save(request: Request, tx: Transaction, key: int, data: dict[str, str], kept: Dialogue) -> None:
    tx.set_dialogue(request.chat_id, -key, Dialogue(kind=_PIECES, data=data, begun_at=kept.begun_at))


def _key_of(request: Request) -> int:
    """The number that the pieces of one album share; of a single piece that of its message."""
    if not request.album:
        return request.message_id or 0
    return int(request.album) if request.album.isdecimal() else zlib.crc32(request.album.encode())


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(int(number) for number in written.split(",") if number)


def _written(pieces: tuple[Evidence, ...]) -> str:
    return msgspec.json.encode(pieces).decode()


def _pieces_in(kept: Dialogue) -> tuple[Evidence, ...]:
    return msgspec.json.decode(kept.data["pieces"], type=tuple[Evidence, ...])
