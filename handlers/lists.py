"""Lists: a unit's items, what is late, waiting or unsigned, who is asleep; each as far as the speaker may see it."""

from collections.abc import Callable, Iterable
from itertools import chain

from domain.errors import ButtonTooOld, ForeignChat
from domain.item import Item, ItemStatus
from domain.letter import Page
from domain.lights import line_of
from domain.limits import local_day
from domain.press import Act
from domain.recheck import LATELY, rechecks
from domain.rights import (
    ACTION_OF,
    Action,
    Reach,
    as_shown,
    is_owner,
    is_reachable,
    may,
    may_in,
    may_show,
    reach_of,
    reach_of_post,
)
from domain.roster import Person, Role
from domain.views import Light, Line
from handlers.reply import answer, show
from handlers.request import Request
from store.transaction import Transaction
from texts.items import render_asleep, render_list, render_unit_items

#: Roles for whom 本单位 is no unit with items of its own.
_OF_NO_UNIT = frozenset({Role.DEPUTY, Role.DIRECTOR, Role.INSPECTOR})


def show_unit(request: Request, tx: Transaction) -> None:
    """The open items of a unit (本单位事项): the button's, else the group's, else the speaker's own."""
    speaker = request.known()
    number = request.press.number if request.press else 0
    if request.is_private and not number and (speaker.role in _OF_NO_UNIT or not speaker.unit):
        _show_all(request, tx, speaker)
        return
    unit = _unit_meant(request, speaker, number)
    here = request.binding
    if not request.is_private and (here is None or here.unit != unit):
        raise ForeignChat
    if not may_in(speaker, Action.SEE_UNIT, unit, request.roster):
        raise ButtonTooOld if request.is_private else ForeignChat
    lines = _lines(request, request.ledger.open_in(unit))
    turn_to(request, tx, lambda page: render_unit_items(unit, lines, request.rules, request.now, page, number))


def _show_all(request: Request, tx: Transaction, speaker: Person) -> None:
    """To somebody who stands above units: what they oversee, or everything."""
    title = "overseen" if speaker.role is Role.DEPUTY else "all"
    lines = _lines(request, _within_reach(request, speaker, Action.SEE_UNIT))
    turn_to(request, tx, lambda page: render_list(title, lines, request.rules, request.now, page, Act.UNIT))


def _unit_meant(request: Request, speaker: Person, number: int) -> str:
    if number:
        return next((unit.name for unit in request.roster.units if unit.number == number), "")
    here = None if request.is_private else request.binding
    return here.unit if here else speaker.unit


def show_late(request: Request, tx: Transaction) -> None:
    """What is overdue (逾期清单)."""
    _show_list(request, tx, "late", Act.LATE, lambda line: line.light is Light.LATE)


def show_waiting(request: Request, tx: Transaction) -> None:
    """What awaits approval (待审清单)."""
    _show_list(request, tx, "waiting", Act.WAITING, lambda line: line.light is Light.WAITING)


def show_unsigned(request: Request, tx: Transaction) -> None:
    """What was assigned and not yet acknowledged (未签收清单)."""
    _show_list(request, tx, "unsigned", Act.UNSIGNED, lambda line: line.item.status is ItemStatus.ASSIGNED)


def show_rechecks(request: Request, tx: Transaction) -> None:
    """Closed items whose 回头看 came lately (回头看清单)."""
    speaker, today = request.known(), local_day(request.now, request.rules)
    if not request.is_private:
        _require_group(request, speaker, Action.SEE_RECHECK)
    come = rechecks(request.rules, today - LATELY, today, request.ledger.closed_between)
    lines = _lines(request, [item for item in come if may(speaker, Action.SEE_RECHECK, item, request.roster)])
    turn_to(request, tx, lambda page: render_list("recheck", lines, request.rules, request.now, page, Act.RECHECK))


def show_asleep(request: Request, tx: Transaction) -> None:
    """Whom the bot cannot reach (未启用名单); for the office, in private."""
    speaker = request.known()
    if reach_of(speaker, Action.SEE_ASLEEP, request.roster) is not Reach.ALL or not request.is_private:
        raise ButtonTooOld
    people = tuple(person for person in request.roster.people if not is_reachable(person))
    turn_to(request, tx, lambda page: render_asleep(people, request.rules, request.office.bot, page))


def turn_to(request: Request, tx: Transaction, render: Callable[[int], Page]) -> None:
    """Shows the page asked for: in place where one of the list's pages was turned, else as a message of its own.

    In a group a digest must not vanish behind the list that one of its readers opened.
    """
    page = request.press.choice if request.press else 0
    opens_beside = request.is_press and not request.is_private and page == 0 and not _shows(request, render(1))
    (answer if opens_beside else show)(request, tx, render(page))


def _shows(request: Request, page: Page) -> bool:
    """Whether the pressed message is this page."""
    if request.message_id is None or not page.about:
        return False
    return request.ledger.about(request.chat_id, request.message_id) == page.about


def _show_list(request: Request, tx: Transaction, title: str, act: Act, wanted: Callable[[Line], bool]) -> None:
    speaker = request.known()
    seen = _within_reach(request, speaker, ACTION_OF[act])
    lines = tuple(line for line in _lines(request, seen) if wanted(line))
    turn_to(request, tx, lambda page: render_list(title, lines, request.rules, request.now, page, act))


def _within_reach(request: Request, speaker: Person, action: Action) -> Iterable[Item]:
    """The open items that the right to the list covers; in a group only that group's."""
    if not request.is_private:
        return request.ledger.open_in(_require_group(request, speaker, action))
    if reach_of(speaker, action, request.roster) is Reach.ALL:
        return request.ledger.open_items()
    posts = request.roster.posts(speaker)
    return {item.number: item for post in posts for item in _within_post(request, post, action)}.values()


def _within_post(request: Request, post: Person, action: Action) -> Iterable[Item]:
    ledger, reach = request.ledger, reach_of_post(post, action, request.roster)
    if reach is Reach.OVERSEEN:
        return chain.from_iterable(ledger.open_in(unit) for unit in post.oversees)
    if reach is Reach.UNIT and post.unit:
        return ledger.open_in(post.unit)
    return (item for item in ledger.open_of(post.name) if is_owner(post, item, request.roster))


def _require_group(request: Request, speaker: Person, action: Action) -> str:
    """The unit of the group that this is said in, where the speaker has the right."""
    here = request.binding
    if here is None or not may_in(speaker, action, here.unit, request.roster):
        raise ForeignChat
    return here.unit


def _lines(request: Request, items: Iterable[Item]) -> tuple[Line, ...]:
    return tuple(
        line_of(as_shown(item, is_private=request.is_private), request.rules, request.now)
        for item in items
        if may_show(item, request.binding, is_private=request.is_private)
    )
