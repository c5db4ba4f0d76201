"""``/series`` (例行): what recurs, and what is changed from its next occurrence on: skipped, ended, said otherwise."""

import re

from msgspec.structs import replace

from domain.actions import Action
from domain.assigning import people_in
from domain.assigning_errors import TitleTooLong
from domain.errors import ButtonTooOld
from domain.joining_errors import PersonUnknown
from domain.letter import Page, SeriesChoice
from domain.limits import local_day
from domain.rights import may_in
from domain.roster import Person
from domain.series import (
    Series,
    changed,
    days_ahead,
    end,
    go_on,
    mark_of_change,
    overruled,
    read_recurring,
    skip,
    skipped_lately,
    taken_back,
    unskip,
    unskipped_lately,
    with_rhythm,
)
from domain.series_errors import (
    NothingSkipped,
    SeriesGoesOn,
    SeriesNotYours,
    SeriesOver,
    SeriesUnclear,
    SeriesUnknown,
)
from domain.steps import checked
from handlers.lists import require_private
from handlers.replies import answer, show, toast, write_to
from handlers.request import Request
from store.transaction import Transaction
from texts.series import (
    ENDED,
    GOES_ON,
    UNSKIPPED,
    render_all_series,
    render_overruled,
    render_series,
    say_moved_on,
    say_reworded,
    say_skipped,
    say_skipped_lately,
    say_taken_back,
    say_unskipped_lately,
)

_NAMED = re.compile(r"\s*(?:例行|第)?\s*(?P<number>\d{1,6})\s*号?\s*(?P<words>.*)", re.DOTALL)
_FIELD = re.compile(r"(?P<field>责任人|标题|事项)\s*[=:：为改到]*\s*(?P<value>.+)", re.DOTALL)
_RHYTHM = re.compile(r"(?:改为|改到|改|周期|时间)?\s*[=:：]?\s*(?P<every>[每逐按].+)", re.DOTALL)
_CHANGES = {
    **dict.fromkeys(("跳过", "跳过下一期", "跳过一期", "本期不办"), SeriesChoice.SKIP),
    **dict.fromkeys(("撤销跳过", "不跳过"), SeriesChoice.UNSKIP),
    **dict.fromkeys(("结束", "停止", "终止", "取消", "不再办"), SeriesChoice.END),
    **dict.fromkeys(("恢复", "继续"), SeriesChoice.GO_ON),
}
_LONGEST = 200


def handle_series(request: Request, tx: Transaction) -> None:
    """Without words all of it; with a number that one; with more words what is to be changed of it."""
    speaker = _private(request)
    words = request.said.words.strip() if request.press is None else ""
    found = _NAMED.fullmatch(words)
    if not words or words in _ALL:
        answer(request, tx, render_all_series(_seen(request, speaker), 0, request.setting))
    elif found is None:
        raise SeriesUnclear(0, words)
    else:
        series, said = _of(request, speaker, int(found["number"])), found["words"].strip()
        if not said:
            answer(request, tx, _page(request, speaker, series))
        elif said in _CHANGES:
            saved, done = _change_in_words(request, tx, speaker, series, _CHANGES[said])
            answer(request, tx, _page(request, speaker, saved, done))
        else:
            _require(request, speaker, series)
            saved = tx.save_series(changed(series, _reworded(request, series, said), speaker.name, request.at))
            is_told = _tell_overruled(request, tx, series, saved)
            done = say_reworded(series, saved, request.setting, is_told=is_told)
            answer(request, tx, _page(request, speaker, saved, done))


#: A link or a phrase says the name of the list.
_ALL = frozenset({"series", "例行", "例行工作"})


def press_set_series(request: Request, tx: Transaction) -> None:
    """A page of the list, one series, or what is to be changed of it; in place."""
    speaker, press = _private(request), request.pressed()
    if press.choice == SeriesChoice.PAGE:
        show(request, tx, render_all_series(_seen(request, speaker), press.item, request.setting))
        return
    series = _of(request, speaker, press.item)
    if press.choice == SeriesChoice.SHOW:
        answer(request, tx, _page(request, speaker, series))
        return
    if press.choice not in list(SeriesChoice):
        raise ButtonTooOld
    if press.version and press.version != _meant(request, series, SeriesChoice(press.choice)):
        show(request, tx, _page(request, speaker, series))
        toast(request, say_moved_on(series, request.setting))
        return
    saved, done = _save(request, tx, speaker, series, SeriesChoice(press.choice))
    show(request, tx, _page(request, speaker, saved, done))


def _meant(request: Request, series: Series, choice: SeriesChoice) -> int:
    """The occurrence, or the change, that such a button would mean now, as buttons name it."""
    if choice is SeriesChoice.TAKE_BACK:
        return mark_of_change(series)
    if choice is SeriesChoice.UNSKIP:
        return series.skipped[-1].toordinal() if series.skipped else 0
    return next(days_ahead(series, request.rules.work_days)).toordinal()


def _private(request: Request) -> Person:
    require_private(request, Action.SERIES)
    return request.known()


def _seen(request: Request, speaker: Person) -> list[Series]:
    """Those that the speaker may see: what goes on first, then by number."""
    found = [each for each in request.ledger.series_all() if _may_see(request, speaker, each)]
    return sorted(found, key=lambda each: (each.ended_at is not None, each.number))


def _may_see(request: Request, speaker: Person, series: Series) -> bool:
    return may_in(speaker, Action.SERIES, series.unit, request.roster)


def _of(request: Request, speaker: Person, number: int) -> Series:
    series = next((each for each in request.ledger.series_all() if each.number == number), None)
    if series is None:  # the number of an occurrence means its series
        item = request.ledger.item(number)
        series = next((each for each in request.ledger.series_all() if item and each.number == item.series), None)
    if series is None or not _may_see(request, speaker, series):
        raise SeriesUnknown(number)
    return series


def _may_set(request: Request, speaker: Person, series: Series) -> bool:
    return may_in(speaker, Action.SET_SERIES, series.unit, request.roster)


def _require(request: Request, speaker: Person, series: Series) -> None:
    if not _may_set(request, speaker, series):
        raise SeriesNotYours(series.number)


def _save(
    request: Request, tx: Transaction, speaker: Person, series: Series, choice: SeriesChoice
) -> tuple[Series, str]:
    """The series as it is then, and what was done."""
    _require(request, speaker, series)
    if choice is SeriesChoice.TAKE_BACK:
        back = taken_back(series, speaker.name, request.at)
        return tx.save_series(back), say_taken_back(series, back, request.setting)
    after, done = _changed(request, speaker, series, choice)
    return tx.save_series(changed(series, after, speaker.name, request.at)), done


def _change_in_words(
    request: Request, tx: Transaction, speaker: Person, series: Series, choice: SeriesChoice
) -> tuple[Series, str]:
    """Words name no occurrence, as a button does: what somebody else has just done is not done to another one."""
    known = _say_done_lately(request, speaker, series, choice)
    if not known or series.ended_at is not None:
        return _save(request, tx, speaker, series, choice)
    _require(request, speaker, series)
    return series, known


def _say_done_lately(request: Request, speaker: Person, series: Series, choice: SeriesChoice) -> str:
    """Which occurrence somebody else has just skipped (跳过), or has left out no more (不跳过); ``""`` for none."""
    asked = (series, speaker.name, request.at, request.rules)
    if choice is SeriesChoice.SKIP and (day := skipped_lately(*asked)):
        return say_skipped_lately(series, day, request.setting)
    if choice is SeriesChoice.UNSKIP and (day := unskipped_lately(*asked)):
        return say_unskipped_lately(series, day, request.setting)
    return ""


def _tell_overruled(request: Request, tx: Transaction, before: Series, after: Series) -> bool:
    """Whoever had just said otherwise hears what is said now; tells whether they do."""
    person = request.roster.named(overruled(before, after), after.unit)
    if person is None or person.telegram_id == request.telegram_id:
        return False
    return write_to(tx, person, render_overruled(after, request.setting), request.now, request.asker) is not None


def _changed(request: Request, speaker: Person, series: Series, choice: SeriesChoice) -> tuple[Series, str]:
    """The series with that change, and what is said of it."""
    today, is_over = local_day(request.at, request.rules), series.ended_at is not None
    if choice is SeriesChoice.GO_ON:
        if not is_over:
            raise SeriesGoesOn(series.number)
        return go_on(series, today), GOES_ON
    if is_over:
        raise SeriesOver(series.number)
    match choice:
        case SeriesChoice.SKIP:
            work_days = request.rules.work_days
            return skip(series, work_days), say_skipped(next(days_ahead(series, work_days)), today)
        case SeriesChoice.UNSKIP:
            if not series.skipped:
                raise NothingSkipped(series.number)
            return unskip(series), UNSKIPPED
        case SeriesChoice.END:
            return end(series, speaker.name, request.at), ENDED
    raise ButtonTooOld


def _reworded(request: Request, series: Series, said: str) -> Series:
    """Another rhythm, owner or title, from the next occurrence on."""
    if series.ended_at is not None:
        raise SeriesOver(series.number)
    if rhythm := _RHYTHM.fullmatch(said):
        written = rhythm["every"].strip()
        limit = read_recurring(written, local_day(request.at, request.rules), request.rules)
        if limit is None:
            raise SeriesUnclear(series.number, written)
        return with_rhythm(series, limit, written)
    if field := _FIELD.fullmatch(said):
        value = checked(" ".join(field["value"].split()))
        if field["field"] == "责任人":
            names = tuple(person.name for person in people_in(series.unit, request.roster))
            if value not in names:
                raise PersonUnknown(value, names[:3])
            return replace(series, owner=value)
        if len(value) > _LONGEST:
            raise TitleTooLong(len(value), _LONGEST)
        return replace(series, title=value)
    raise SeriesUnclear(series.number, said)


def _page(request: Request, speaker: Person, series: Series, done: str = "") -> Page:
    return render_series(series, request.setting, may_set=_may_set(request, speaker, series), done=done)
