"""``/progress 12 …`` and [反馈进展]: a word on an item, its stage by button, and what follows an edited message.

A report in reply to a 催办 is the answer to it: those who read a copy of that 催办 are told.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from domain.actions import Action
from domain.chasing import chase_in
from domain.errors import ButtonTooOld, DubanError, NoQuota, NotYourWords
from domain.item import Item, Stage
from domain.limits import local_day
from domain.progress import newest_word, report, take_figure_back
from domain.quota import (
    Counted,
    count,
    is_figure,
    own_shares,
    reached_shares,
    read_figure,
    share_of,
    standing_reports,
)
from domain.roster import Person, Role
from domain.steps import require_open
from domain.views import line_of
from handlers.asking import put_question, take_question
from handlers.questions import PROGRESS
from handlers.refusals import say_all
from handlers.replies import answer, nod, show, toast, write_to
from handlers.request import Named, Request, item_for, numbers_answered, numbers_of, pressed_item, sift
from store.transaction import Transaction
from store.values import Dialogue
from texts.progress import (
    STAGES,
    render_ask_progress,
    render_chase_answered,
    render_corrected,
    render_correction,
    render_left_as_it_was,
    render_recorded,
    render_share_reached,
)
from texts.rhythm import NO_CHANGE, say_no_change

#: A dialogue under the message whose words were recorded: if its writer edits it, they are asked.
_RECORDED = "recorded"
#: Whose copy of a 催办 is followed by its answer.
_COPIED = frozenset({Role.OFFICE, Role.DIRECTOR, Role.DEPUTY})


def handle_progress(request: Request, tx: Transaction) -> None:
    """Records the words on the items named; without words it asks for them."""
    speaker = request.known()
    named = _named(request, speaker)
    refusals: list[DubanError] = []
    items = sift(named.numbers, partial(item_to_report, request, speaker, named.note), refusals)
    if not named.note and items:
        _ask(request, tx, items[0], request.answered)
    else:
        record(request, tx, items, named.note, refusals, at=request.at, answered=request.answered)
    say_all(request, tx, refusals)


def _named(request: Request, speaker: Person) -> Named:
    """The items named, else the one answered, be it one of which only a share is the speaker's."""
    about = numbers_answered(request) if not request.said.numbers else ()
    if len(about) == 1 and request.said.note:
        return Named(about, request.said.note)
    return numbers_of(request, speaker, Action.PROGRESS)


def item_to_report(request: Request, speaker: Person, words: str, number: int) -> Item:
    """The item, if the speaker may report on it, or the words are a figure of their unit's share, or still to come."""
    item = request.ledger.item(number)
    if item is not None and own_shares(speaker, item, request.roster) and (not words or is_figure(words)):
        return item_for(request, speaker, number, Action.SEE)
    return item_for(request, speaker, number, Action.PROGRESS)


def press_progress(request: Request, tx: Transaction) -> None:
    """[反馈进展]: asks how the button's item stands."""
    item = item_to_report(request, request.known(), "", request.pressed().item)
    report(item, "", request.at, "")  # what can't be reported on is refused before anybody writes
    _ask(request, tx, item, request.message_id)


def _ask(request: Request, tx: Transaction, item: Item, answered: int | None) -> None:
    answer(request, tx, render_ask_progress(item, request.rules, in_group=not request.is_private))
    put_question(request, tx, PROGRESS, item.number, answered=str(answered or 0))


def handle_progress_words(request: Request, tx: Transaction) -> None:
    """The words that answer the question."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    refusals: list[DubanError] = []
    items = sift((question.number,), partial(item_to_report, request, speaker, request.said.words), refusals)
    answered = int(question.data.get("answered", "0"))
    record(request, tx, items, request.said.words, refusals, at=request.at, answered=answered)
    say_all(request, tx, refusals)


def press_stage(request: Request, tx: Transaction) -> None:
    """未启动, 推进中 or 基本完成, in place of the question."""
    stage = dict(enumerate(STAGES)).get(request.pressed().choice)
    if stage is None:
        raise ButtonTooOld
    item = pressed_item(request, request.known(), Action.STAGE, strict=True)
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    answered = int(question.data.get("answered", "0")) if question and question.number == item.number else 0
    reported = _report(request, tx, item, "", request.at, answered, stage)
    show(request, tx, render_recorded([line_of(reported, request.rules, request.now)], request.rules, request.now))


def press_no_change(request: Request, tx: Transaction) -> None:
    """[无变化]: a word that nothing is new; the message stays, as it may ask about other items as well."""
    item = pressed_item(request, request.known(), Action.NO_CHANGE)
    require_open(item)
    newest = newest_word(item)
    today = local_day(request.at, request.rules)
    if newest is None or newest.note != NO_CHANGE or local_day(newest.at, request.rules) != today:
        _report(request, tx, item, NO_CHANGE, request.at, request.message_id or 0)
    toast(request, say_no_change(item))


def record(
    request: Request,
    tx: Transaction,
    items: Sequence[Item],
    words: str,
    refusals: list[DubanError],
    *,
    at: datetime,
    answered: int | None = None,
    message: int | None = None,
    say: Callable[..., object] = answer,
) -> None:
    """The words as progress of each item, as of ``at``; those that can't be reported on join the refusals.

    ``answered`` is the message that they reply to, ``message`` the one that they were written in.
    """
    recorded = sift(items, lambda item: _report(request, tx, item, words, at, answered or 0), refusals)
    if not recorded:
        return
    lines = [line_of(item, request.rules, request.now) for item in recorded]
    is_counted = any("quota" in item.history[-1].was for item in recorded)
    if not request.is_private and say is answer and not is_counted:
        nod(request, tx, tuple(item.number for item in recorded))
    else:
        say(request, tx, render_recorded(lines, request.rules, request.now))
    _remember(request, tx, recorded, words, message or request.message_id or 0)


def _report(
    request: Request,
    tx: Transaction,
    item: Item,
    words: str,
    at: datetime,
    answered: int,
    stage: Stage | None = None,
) -> Item:
    speaker = request.known()
    told = request.ledger.told_by(request.chat_id, answered) if answered else ()
    chase = chase_in(told, item.number)
    counted = counted_in(request, item, words)
    reported = tx.save_item(report(item, speaker.name, at, words, stage=stage, counted=counted, answers=chase))
    if chase:
        _tell_readers(request, tx, reported, chase, speaker)
    if reached_shares(reported) - reached_shares(item):
        _tell_lead(request, tx, reported, speaker)
    return reported


def _tell_lead(request: Request, tx: Transaction, item: Item, speaker: Person) -> None:
    """To the lead's owner, silently: a unit has reached its share."""
    owner = request.roster.named(item.owner, item.unit)
    if owner is not None and owner.telegram_id != speaker.telegram_id:
        page = render_share_reached(item, request.rules, request.now)
        write_to(tx, owner, page, request.now, request.asker, silent=True)


def counted_in(request: Request, item: Item, words: str) -> Counted | None:
    """The item's quota with the figure in the words. Raises ``NoQuota`` for a figure alone where it has none."""
    if item.quota is None and is_figure(words):
        raise NoQuota(item.number, item.title)
    figure = read_figure(words, item)
    if figure is None:
        return None
    return count(item, figure, share_of(request.known(), item, figure, request.roster))


def _tell_readers(request: Request, tx: Transaction, item: Item, chase: str, speaker: Person) -> None:
    """To each leader, and to the office, who read a copy of the 催办; silently, as it asks nothing of them."""
    page = render_chase_answered(item, request.rules, request.now)
    for recipient in dict.fromkeys(request.ledger.readers_of(item.number, chase)):
        person = request.roster.who(int(recipient.removeprefix("person:"))) if recipient.startswith("person:") else None
        if person and person.telegram_id != speaker.telegram_id and request.roster.acting_role(person) in _COPIED:
            write_to(tx, person, page, request.now, request.asker, silent=True)


def _remember(request: Request, tx: Transaction, items: Sequence[Item], words: str, message: int) -> None:
    if not message:
        return
    data = {"words": words, "who": str(request.telegram_id), "by": request.known().name}
    data["items"] = ",".join(str(item.number) for item in items)
    data["places"] = _places(items)
    tx.set_dialogue(request.chat_id, -message, Dialogue(kind=_RECORDED, data=data, begun_at=request.at))


def handle_edit(request: Request, tx: Transaction) -> None:
    """A message that was edited never acts; of words that were recorded its writer is asked whether to correct them."""
    kept = request.ledger.dialogue(request.chat_id, -(request.message_id or 0))
    words = (request.said.note or request.said.words).strip()
    if kept is None or kept.kind != _RECORDED or kept.data["who"] != str(request.telegram_id) or not words:
        return
    if words == kept.data["words"] or words == kept.data.get("new"):
        return
    items = request.ledger.items(_numbers(kept))
    refusals: list[DubanError] = []
    fitting = sift(items, partial(_corrected, request, kept, words), refusals)
    if fitting:
        message = request.message_id or 0
        changed = Dialogue(kind=_RECORDED, data=kept.data | {"new": words}, begun_at=kept.begun_at)
        tx.set_dialogue(request.chat_id, -message, changed)
        answer(request, tx, render_correction(items, kept.data["words"], words, message))
    say_all(request, tx, refusals)


def press_correct(request: Request, tx: Transaction) -> None:
    """更正: the edited words are the newest; those before stay in the history. 不更正: nothing changes."""
    message = request.pressed().version
    kept = request.ledger.dialogue(request.chat_id, -message)
    if kept is None or kept.kind != _RECORDED or "new" not in kept.data:
        raise ButtonTooOld
    if kept.data["who"] != str(request.telegram_id):
        raise NotYourWords(kept.data["by"])
    data = {key: value for key, value in kept.data.items() if key != "new"}
    if request.pressed().choice == 1:
        data["words"] = kept.data["new"]
        data["places"] = _correct(request, tx, kept)
    else:
        show(request, tx, render_left_as_it_was())
    tx.set_dialogue(request.chat_id, -message, Dialogue(kind=_RECORDED, data=data, begun_at=kept.begun_at))


def _correct(request: Request, tx: Transaction, kept: Dialogue) -> str:
    """Records the new words; returns where they stand now."""
    words, speaker, refusals = kept.data["new"], request.known(), list[DubanError]()
    items = sift(_numbers(kept), partial(item_to_report, request, speaker, words), refusals)
    corrected = sift(items, lambda item: tx.save_item(_corrected(request, kept, words, item)), refusals)
    if corrected:
        show(request, tx, render_corrected(corrected, words))
    say_all(request, tx, refusals)
    return _places(corrected)


def _corrected(request: Request, kept: Dialogue, words: str, item: Item) -> Item:
    """The item with the new words, its quota with their figure in place of the one before."""
    places = dict(pair.split(":") for pair in kept.data.get("places", "").split(",") if pair)
    place = int(places.get(str(item.number), "-1"))
    by = kept.data["by"]
    if place in standing_reports(item) and item.history[place].added:
        item = take_figure_back(item, place, by, request.at)
    return report(item, by, request.at, words, counted=counted_in(request, item, words))


def _places(items: Sequence[Item]) -> str:
    """Where in each item's history its newest step stands: 33:4,34:2."""
    return ",".join(f"{item.number}:{len(item.history) - 1}" for item in items)


def _numbers(kept: Dialogue) -> tuple[int, ...]:
    return tuple(int(number) for number in kept.data["items"].split(",") if number)
