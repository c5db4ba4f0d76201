"""``/list`` (筛选): open items by unit, kind, light, source and owner, as far as one may see; in private only."""

from domain.actions import Action
from domain.errors import ButtonTooOld, NoSuchFilter
from domain.filters import Facet, Filter, chosen_values, count_values, value_of
from domain.letter import Press
from domain.listing import Stood
from handlers.lists import arranged, require_private, turn_to, within_reach
from handlers.replies import show
from handlers.request import Request
from store.transaction import Transaction
from texts.filters import CHOOSES, render_filtered, render_values, say_value


def show_filtered(request: Request, tx: Transaction) -> None:
    """The items that the filter lets through; or the values of a facet, to choose one of them."""
    speaker = request.known()
    require_private(request, Action.LIST)
    seen = within_reach(request, speaker, Action.LIST)
    stood = list(request.office.standings.of(seen, request.rules, request.now))
    press = request.press
    chosen = Filter.unpack(press.item) if press else _said(request, stood)
    if press and press.version >= CHOOSES:
        _show_values(request, tx, stood, chosen, press)
        return
    found = arranged(request, [each for each in stood if chosen.lets(each)])
    words = chosen_values(stood, chosen)
    turn_to(request, tx, lambda start: render_filtered(chosen, words, found, request.rules, request.now, start))


def _show_values(request: Request, tx: Transaction, stood: list[Stood], chosen: Filter, press: Press) -> None:
    try:
        facet = Facet(press.version - CHOOSES)
    except ValueError:
        raise ButtonTooOld from None
    units = [unit.name for unit in request.roster.units]
    values = count_values((each for each in stood if chosen.lets(each, facet)), facet, units)
    show(request, tx, render_values(chosen, facet, values, request.rules, press.page))


def _said(request: Request, stood: list[Stood]) -> Filter:
    """The filter of the words after ``/list``, each a unit, kind, light, source or owner of what is listed."""
    chosen = Filter()
    for word in request.said.words.split() if request.said.command == "list" else ():
        named = ((facet, value_of(each, facet)) for facet in Facet for each in stood)
        found = next((pair for pair in named if word in (pair[1], say_value(*pair, request.rules))), None)
        if found is None:
            raise NoSuchFilter(word)
        chosen = chosen.with_value(*found)
    return chosen
