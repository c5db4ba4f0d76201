"""``/list`` (筛选): the list of what a filter lets through, and the values to choose from."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.actions import Action
from domain.filters import Counted, Facet, Filter
from domain.letter import TURN, Page, Press, Rows
from domain.listing import Listing
from domain.rules import Rules
from domain.views import Light
from texts.actions import BUTTONS
from texts.glossary import BACK, LIGHTS, NEXT, PREVIOUS
from texts.lines import button
from texts.lists import Pages
from texts.pages import bold, brief, in_rows, shorten, single, text

FACETS: Mapping[Facet, str] = {
    Facet.UNIT: "单位",
    Facet.KIND: "类型",
    Facet.LIGHT: "亮灯",
    Facet.SOURCE: "来源",
    Facet.OWNER: "责任人",
}
#: The ``version`` of a press from which on it asks for the values of a facet, the first facet's first.
CHOOSES = TURN + 1
VALUES_A_PAGE = 10
_VALUE_LIMIT = 24
_SHORT = 5
_FACETS_A_ROW = 3


def say_value(facet: Facet, value: str, rules: Rules) -> str:
    """整改, 逾期, 社会救助股; 未填 where nothing is filled in."""
    if not value:
        return "未填"
    if facet is Facet.KIND:
        return rules.kind(value).label
    return LIGHTS[Light(value)][1] if facet is Facet.LIGHT else value


def render_filtered(
    chosen: Filter,
    words: Mapping[Facet, str | None],
    listing: Listing,
    rules: Rules,
    now: datetime,
    start: int = 0,
    years: Sequence[int] = (),
) -> Page:
    """The list; ``words`` are the values chosen, ``None`` where no item has the value any more.

    ``years`` are the closed ones, each a button away from the one after it.
    """
    year = [f"{chosen.year}年台账（已办结、已撤销）"] if chosen.year else []
    said = "、".join([*year, *(_say_chosen(facet, value, rules) for facet, value in words.items())])
    head = bold(f"【{BUTTONS[Action.LIST]}】{f'{said}　' if said else ''}{len(listing)}项")
    rows = _facet_rows(chosen, words, rules, years)
    if not listing:
        return single(head, text(f"没有符合条件的{'' if chosen.year else '在办'}事项，可点下方按钮调整。"), rows=rows)
    return Pages(
        head=head,
        listing=listing,
        rules=rules,
        now=now,
        act=Action.LIST,
        number=chosen.pack(),
        with_tally=False,
        with_unit=True,
        extra=rows,
    ).page(start)


def _say_chosen(facet: Facet, value: str | None, rules: Rules) -> str:
    return f"{FACETS[facet]}已无" if value is None else shorten(say_value(facet, value, rules), _VALUE_LIMIT)


def _facet_rows(chosen: Filter, words: Mapping[Facet, str | None], rules: Rules, years: Sequence[int]) -> Rows:
    """A button for each facet, with what is chosen of it; one that takes everything back where something is."""
    facets = []
    for facet, name in FACETS.items():
        value = words.get(facet)
        label = f"{name}：{brief(say_value(facet, value, rules), _SHORT)}" if value is not None else f"按{name}"
        facets.append(button(label, Press(Action.LIST, chosen.pack(), CHOOSES + facet)))
    if words:
        facets.append(button("全部", Press(Action.LIST, Filter(year=chosen.year).pack(), TURN)))
    earlier = [year for year in years if not chosen.year or year < chosen.year]
    if chosen.year:
        facets.append(button("在办", Press(Action.LIST, Filter().pack(), TURN)))
    if earlier:
        facets.append(button(f"{earlier[-1]}年", Press(Action.LIST, Filter(year=earlier[-1]).pack(), TURN)))
    return in_rows(facets, _FACETS_A_ROW)


def render_values(chosen: Filter, facet: Facet, values: Sequence[Counted], rules: Rules, start: int = 0) -> Page:
    """The values of a facet among what the rest of the filter lets through, each with how many items have it."""
    start = min(max(start, 0), max(len(values) - 1, 0)) // VALUES_A_PAGE * VALUES_A_PAGE
    end = start + VALUES_A_PAGE
    picks = [
        button(
            f"{brief(say_value(facet, each.value, rules), 2 * _SHORT)} {each.count}项",
            Press(Action.LIST, chosen.with_value(facet, each.value).pack(), TURN),
        )
        for each in values[start:end]
    ]
    here = CHOOSES + facet
    pages = ((PREVIOUS, start - VALUES_A_PAGE, start > 0), (NEXT, end, end < len(values)))
    turn = tuple(
        button(label, Press(Action.LIST, chosen.pack(), here, page=at)) for label, at, is_there in pages if is_there
    )
    whole = button("不限", Press(Action.LIST, chosen.with_mark(facet, 0).pack(), TURN))
    back = button(BACK, Press(Action.LIST, chosen.pack(), TURN))
    return single(
        bold(f"【{BUTTONS[Action.LIST]}】按{FACETS[facet]}筛选"),
        text("请选择：" if values else "没有可选的，请返回。"),
        rows=(*in_rows(picks), *((turn,) if turn else ()), (whole, back)),
    )
