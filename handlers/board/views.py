"""The pages of the board, made of what the speaker may see: each reads, filters and counts, and words nothing."""

from collections.abc import Generator, Iterable, Sequence
from datetime import date, timedelta
from itertools import islice

from domain.actions import Action
from domain.board import (
    MOST_PRINTED,
    PAGE_ROWS,
    BoardQuery,
    BoardSection,
    Grouping,
    Scope,
    Stand,
    count,
    lets,
    sections,
    three_list_of,
    turned,
)
from domain.board_pages import BureauCounts, CalendarPage, HomePage, ItemPage, ListedSection, ListPage, Named
from domain.filters import Counted, Facet, count_values
from domain.finding import MOST_FOUND
from domain.item import Item
from domain.limits import local_day
from domain.listing import Stood
from domain.month_calendar import Due, DueEntry, entries_of, month_bounds, weeks_of
from domain.outline import Outlined
from domain.rechecking import recheck_on, rechecks
from domain.rights import may, reach_of
from domain.roster import Person
from domain.three_lists import Arrangement, arrangement_of, is_listed
from domain.views import PRESSING, Line, as_shown, is_due_within, line_of, sunday_of
from handlers.board.asking import seen, settled
from handlers.cards import open_facts
from handlers.families import family_facts, parts_of, seen_item
from handlers.lists import items_within, line_in
from handlers.request import Request, item_for
from texts.board.addresses import FIELDS
from texts.items import all_facts

#: So many items of an overview are counted at once: some milliseconds, in which nobody else is answered.
STEP = 500
#: So many items are named on the first page.
MOST_PRESSING, MOST_ON_A_WALL = 12, 8
#: So much of each fact an item's page shows.
FACT_LIMIT = 4_000


def home_page(request: Request, speaker: Person, *, wall: bool) -> HomePage:
    """The counts of all that the speaker may list, by unit and by source, and what presses most."""
    stood = _stood(request, seen(request, speaker, BoardQuery(), wall=wall))
    mine = _stood(request, seen(request, speaker, BoardQuery(scope=Scope.MINE), wall=wall))
    arrangement = arrangement_of(request.roster, request.rules)
    pressing = sorted((each for each in stood if each.standing.light in PRESSING), key=lambda each: each.place)
    return HomePage(
        counts=_counts(request, speaker, stood, wall=wall),
        sensitive=sum(each.item.is_sensitive for each in stood),
        mine=count(mine),
        units=_named(sections(Grouping.UNIT, stood, arrangement, request.rules)),
        sources=_named(sections(Grouping.SOURCE, stood, arrangement, request.rules)),
        pressing=_lines(request, pressing[: MOST_ON_A_WALL if wall else MOST_PRESSING], wall=wall),
        pressing_in_all=len(pressing),
    )


def bureau_counts(request: Request, speaker: Person, *, wall: bool) -> Generator[None, None, BureauCounts]:
    """The counts alone: what the overview of many bureaux shows of one. It pauses after every few hundred items."""
    items = iter(seen(request, speaker, BoardQuery(), wall=wall))
    stood: list[Stood] = []
    while part := list(islice(items, STEP)):
        stood += _stood(request, part)
        yield
    yield from request.ledger.read_settled_ahead(STEP)
    return _counts(request, speaker, stood, wall=wall)


def _counts(request: Request, speaker: Person, stood: Sequence[Stood], *, wall: bool) -> BureauCounts:
    today = local_day(request.now, request.rules)
    sunday = sunday_of(today)
    return BureauCounts(
        reach=reach_of(speaker, Action.LIST, request.roster),
        tally=count(stood),
        due_this_week=sum(is_due_within(each.standing, today, sunday) for each in stood),
        closed=_count(settled(request, speaker, Stand.CLOSED), wall=wall),
        paused=_count(settled(request, speaker, Stand.PAUSED), wall=wall),
    )


def _count(items: Iterable[Outlined], *, wall: bool) -> int:
    return sum(not (wall and item.is_sensitive) for item in items)


def _named(found: Sequence[BoardSection]) -> tuple[Named, ...]:
    return tuple(Named(section.keys[0], section.tally) for section in found)


def _stood(request: Request, items: Iterable[Outlined]) -> list[Stood]:
    return list(request.office.standings.of(items, request.rules, request.now))


def _lines(request: Request, stood: Sequence[Stood], *, wall: bool) -> tuple[Line, ...]:
    """Their lines; a wall is read as a group's chat is."""
    items = request.ledger.items(each.item.number for each in stood)
    return tuple(line_in(request, as_shown(item, is_private=not wall)) for item in items)


def list_page(
    request: Request, speaker: Person, query: BoardQuery, *, wall: bool = False, is_print: bool = False
) -> ListPage:
    """The list that the address asks for; a printed one is on a single page."""
    arrangement = arrangement_of(request.roster, request.rules)
    stood = _listed(request, speaker, query, wall=wall)
    found = [each for each in stood if lets(query, each, arrangement)]
    divided = sections(query.by, found, arrangement, request.rules)
    page = turned(divided, query.page, MOST_PRINTED if is_print else PAGE_ROWS)
    counts = {section.keys: len(section.stood) for section in divided}
    return ListPage(
        query=query,
        reach=reach_of(speaker, Action.LIST, request.roster),
        sections=[
            ListedSection(each.keys, _lines(request, each.stood, wall=wall), each.tally, counts[each.keys])
            for each in page.shown
        ],
        tally=count(each for each in stood if lets(_without(query, Facet.LIGHT), each, arrangement)),
        total=len(found),
        page=page.page,
        pages=page.pages,
        facets=_counted(stood, query, arrangement, [unit.name for unit in request.roster.units]),
        is_cut=(query.is_search and len(stood) >= MOST_FOUND) or (is_print and page.pages > 1),
    )


def _listed(request: Request, speaker: Person, query: BoardQuery, *, wall: bool) -> list[Stood]:
    """What the list is made of, before any filter."""
    stood, which = _stood(request, seen(request, speaker, query, wall=wall)), three_list_of(query.by)
    return stood if which is None else [each for each in stood if is_listed(which, each.item, request.rules)]


def _counted(
    stood: Sequence[Stood], query: BoardQuery, arrangement: Arrangement, units: Sequence[str]
) -> dict[Facet, Sequence[Counted]]:
    """The values that each filter could have, the others being as they are."""

    def left(facet: Facet) -> Iterable[Stood]:
        return (each for each in stood if lets(_without(query, facet), each, arrangement))

    return {facet: count_values(left(facet), facet, units) for facet in Facet}


def _without(query: BoardQuery, facet: Facet) -> BoardQuery:
    fields = {name: getattr(query, name) for name in query.__struct_fields__}
    return BoardQuery(**(fields | {FIELDS[facet]: None}))


def item_page(request: Request, speaker: Person, number: int) -> ItemPage:
    """One item. Raises ``ItemMissing``, whether there is none or the speaker may not see it."""
    item = item_for(request, speaker, number, Action.SEE)
    line = line_of(item, request.rules, request.now)
    facts = (*family_facts(request, speaker, item), *open_facts(request, item))
    return ItemPage(
        line=line,
        facts=all_facts(line, request.rules, request.now, facts, FACT_LIMIT),
        evidence=item.evidence if may(speaker, Action.PIECES, item, request.roster) else (),
        parent=seen_item(request, speaker, item.parent),
        parts=parts_of(request, speaker, item),
    )


def calendar_page(
    request: Request, speaker: Person, year: int, month: int, unit: str | None, *, wall: bool
) -> CalendarPage:
    """What falls due in that month, of a unit or of all."""
    first, last = month_bounds(year, month)
    within = [item for item in _dated(request, speaker) if not (wall and item.is_sensitive)]
    units = dict.fromkeys(item.unit for item in within)
    within = [item for item in within if unit is None or item.unit == unit]
    entries = [each for item in within for each in entries_of(line_in(request, as_shown(item, is_private=not wall)))]
    entries += _rechecks(request, speaker, first, last, unit, wall=wall)
    known = [each.name for each in request.roster.units if each.name in units]
    return CalendarPage(
        first=first,
        weeks=weeks_of(first, last, entries, request.rules.work_days),
        unit=unit,
        units=[*known, *sorted(units.keys() - set(known) - {""})],
        counted=sum(first <= each.day <= last for each in entries),
    )


def _dated(request: Request, speaker: Person) -> Iterable[Item]:
    """What is in hand or suspended and may be listed, and what is the speaker's own."""
    numbers = {item.number: item for item in items_within(request, Action.LIST)}
    own = request.ledger.items(each.number for each in seen(request, speaker, BoardQuery(scope=Scope.MINE), wall=False))
    paused = request.ledger.items(each.number for each in settled(request, speaker, Stand.PAUSED))
    return {**numbers, **{item.number: item for item in (*own, *paused)}}.values()


def _rechecks(
    request: Request, speaker: Person, first: date, last: date, unit: str | None, *, wall: bool
) -> Iterable[DueEntry]:
    ledger, rules = request.ledger, request.rules
    for item in rechecks(rules, first - timedelta(days=1), last, ledger.closed_between, ledger.observed):
        is_wanted = (unit is None or item.unit == unit) and not (wall and item.is_sensitive)
        day = recheck_on(item, rules)
        if is_wanted and day is not None and may(speaker, Action.RECHECK, item, request.roster):
            yield DueEntry(day, Due.RECHECK, line_of(as_shown(item, is_private=not wall), rules, request.now))


def this_month(request: Request) -> tuple[int, int]:
    """The office's month."""
    today = local_day(request.now, request.rules)
    return today.year, today.month
