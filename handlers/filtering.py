"""``/list`` (筛选): what is open, or what a closed year settled, by unit, kind, light, source and owner; in private."""

import re
from collections.abc import Iterator

from domain.actions import Action
from domain.errors import ButtonTooOld, NoSuchFilter
from domain.filters import Facet, Filter, chosen_values, count_values, value_of
from domain.inspection_errors import YearNotClosed
from domain.ledger_year import stays_in
from domain.letter import Press
from domain.limits import local_day
from domain.listing import Stood
from domain.outline import Outlined
from domain.rights import may_list
from handlers.lists import arranged, require_private, turn_to, within_reach
from handlers.replies import show
from handlers.request import Request
from store.transaction import Transaction
from texts.filters import CHOOSES, render_filtered, render_values, say_value

_YEAR = re.compile(r"(20\d\d)年(?:度|台账)?")
_LAST = frozenset({"上一年", "上年", "去年", "上年度"})
_CURRENT = frozenset({"今年", "本年", "本年度"})


def show_filtered(request: Request, tx: Transaction) -> None:
    """The items that the filter lets through; or the values of a facet, to choose one of them."""
    speaker = request.known()
    require_private(request, Action.LIST)
    press, years = request.press, tuple(each.year for each in request.ledger.closed_years())
    chosen = Filter.unpack(press.item) if press else Filter(year=_year_said(request, years))
    if chosen.year and chosen.year not in years:
        raise ButtonTooOld
    seen = _settled_in(request, chosen.year, years[0]) if chosen.year else within_reach(request, speaker, Action.LIST)
    stood = list(request.office.standings.of(seen, request.rules, request.now))
    chosen = chosen if press else _said(request, stood, chosen)
    if press and press.version >= CHOOSES:
        _show_values(request, tx, stood, chosen, press)
        return
    found = arranged(request, [each for each in stood if chosen.lets(each)])
    words = chosen_values(stood, chosen)
    turn_to(request, tx, lambda start: render_filtered(chosen, words, found, request.rules, request.now, start, years))


def _show_values(request: Request, tx: Transaction, stood: list[Stood], chosen: Filter, press: Press) -> None:
    try:
        facet = Facet(press.version - CHOOSES)
    except ValueError:
        raise ButtonTooOld from None
    units = [unit.name for unit in request.roster.units]
    values = count_values((each for each in stood if chosen.lets(each, facet)), facet, units)
    show(request, tx, render_values(chosen, facet, values, request.rules, press.page))


def _settled_in(request: Request, year: int, first: int) -> Iterator[Outlined]:
    """What stays in that year's ledger, as far as the speaker may see it."""
    speaker, roster = request.known(), request.roster
    settled = (each for each in request.ledger.all_outlines() if stays_in(each, year, first))
    return (each for each in settled if may_list(speaker, Action.LIST, each, roster))


def _year_said(request: Request, years: tuple[int, ...]) -> int:
    """2025年 or 上一年: a closed year; 0 for none, and for the current one."""
    for word in _words(request):
        if word in _LAST:
            if not years:
                raise YearNotClosed(word, ())
            return years[-1]
        if (found := _YEAR.fullmatch(word)) and (year := int(found[1])) != _current_year(request):
            if year not in years:
                raise YearNotClosed(word, years)
            return year
    return 0


def _current_year(request: Request) -> int:
    """The year whose ledger is kept: before any year was closed that of today."""
    return request.ledger.ledger_year or local_day(request.at, request.rules).year


def _words(request: Request) -> list[str]:
    return request.said.words.split() if request.said.command == "list" else []


def _said(request: Request, stood: list[Stood], chosen: Filter) -> Filter:
    """The filter of the words after ``/list``, each a unit, kind, light, source or owner of what is listed."""
    for word in _words(request):
        if word in _LAST or word in _CURRENT or _YEAR.fullmatch(word):
            continue
        named = ((facet, value_of(each, facet)) for facet in Facet for each in stood)
        found = next((pair for pair in named if word in (pair[1], say_value(*pair, request.rules))), None)
        if found is None:
            raise NoSuchFilter(word)
        chosen = chosen.with_value(*found)
    return chosen
