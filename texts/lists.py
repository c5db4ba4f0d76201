"""Lists asked for: my own items, a unit's, a leader's, the office's, 回头看; a screen at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from markupsafe import Markup

from domain.actions import Action
from domain.finding import MOST_FOUND
from domain.gaps import gaps_of, silent_days
from domain.letter import Button, Origin, Page, Press, Rows
from domain.listing import Listing
from domain.outline import Outlined
from domain.overview import Summary
from domain.rechecking import recheck_on
from domain.roster import Person
from domain.rules import Rules
from domain.setting import Setting
from domain.views import Line
from texts.actions import BUTTONS
from texts.glossary import (
    BELATED,
    GAPS,
    LISTS,
    NONE_LISTED,
    RECHECK,
    say_closing,
    say_day,
    say_role,
    say_secret,
    say_tally,
    today_of,
)
from texts.invitations import invite_button
from texts.lines import (
    add_who,
    button,
    example_of,
    name_button,
    name_item,
    numbered,
    open_button,
    owner_of,
    say_light,
    say_term,
    say_title,
    say_word,
    show_line,
    show_lines,
    turners,
    unit_of,
)
from texts.pages import (
    LINES,
    MOST_NAMED,
    Block,
    bold,
    fitting,
    height_of,
    in_rows,
    join,
    named,
    paginate,
    say_rest,
    shorten,
    single,
    text,
)


def render_rechecks(lines: Sequence[Line], setting: Setting, *, in_group: bool) -> tuple[Page, ...]:
    """The section of a morning: in the unit's group with the owners, in private with their units as well."""
    today = today_of(setting.now, setting.rules)
    head = bold(f"{BELATED if setting.belated else ''}【回头看】{say_day(today, today)}")
    blocks = [_block(line, setting.rules, setting.now, in_group=in_group) for line in lines[:MOST_NAMED]]
    body = [replace(block, gap=place > 0) for place, block in enumerate(named(blocks, [head]))]
    if len(body) < len(lines):
        whole = button(f"回头看{len(lines)}项", Press(Action.RECHECK))
        body.append(Block(html=text(say_rest(len(lines), len(body))), gap=True, buttons=(whole,)))
    return paginate(lambda _: head, body)


def _block(line: Line, rules: Rules, now: datetime, *, in_group: bool) -> Block:
    item = line.item
    who = owner_of(item) if in_group else f"{unit_of(item)} {owner_of(item)}".strip()
    opened = open_button(numbered(BUTTONS[Action.SEE], item), item)
    return Block(html=show_recheck(line, rules, now, who), number=item.number, buttons=(opened,))


def show_recheck(line: Line, rules: Rules, now: datetime, who: str = "") -> Markup:
    """Two lines: number and title (and who, in brackets); when it was crossed off, and what is to be looked at."""
    item, today = line.item, today_of(now, rules)
    day, closed = recheck_on(item, rules), today_of(item.closed_at or now, rules)
    since = f"，应于{say_day(day, today)}回头看" if day is not None and day != today else ""
    return Markup("{}\n{}").format(
        add_who(text(f"{RECHECK}　") + name_item(item, rules), who),
        f"{say_day(closed, today, weekday=False)}销号{since}，请核查是否反弹、长效机制是否建立",
    )


#: What is said of an item, given who it belongs to.
Show = Callable[[Line, Rules, datetime, str], Markup]
#: At most so many items a page; fewer where their titles are long.
A_PAGE = 5
BUTTONS_A_ROW = 2
#: So many items of leaders are named to their liaison.
SERVED = 3
PEOPLE_A_PAGE = 12
KEYWORDS_SHOWN = 20


def render_my_items(
    person: Person,
    listing: Listing,
    rules: Rules,
    now: datetime,
    start: int = 0,
    *,
    in_group: bool = False,
    extra: Rows = (),
    served: Listing | None = None,
) -> Page:
    """``/mytasks``: what the person owns and has in hand; ``extra`` are rows of buttons below the list.

    ``served`` is what the leaders own whose liaison the person is; it stands below the first page.
    """
    today = today_of(now, rules)
    head = bold(f"【我的事项】{say_title(person)}　{say_day(today, today)}")
    below, opened = _served_below(served, rules, now) if start <= 0 else (Markup(), ())
    if not listing:
        return single(head, text("您目前没有在办事项。"), _apart(below), rows=(*opened, *extra))
    hint = _closing_hint(listing.items, rules, in_group=in_group)
    hint = join([text(hint), below], "\n\n")
    return Pages(
        head=head,
        listing=listing,
        rules=rules,
        now=now,
        act=Action.MINE,
        hint=hint,
        with_owner=False,
        extra=(*opened, *extra),
    ).page(start)


def _served_below(served: Listing | None, rules: Rules, now: datetime) -> tuple[Markup, Rows]:
    """【代领导签收、反馈】 with the most pressing items and their owners, and the buttons that open them."""
    if not served:
        return Markup(), ()
    lines = served.lines(0, SERVED)
    rest = text(f"另有{len(served) - len(lines)}项，请发编号查看。" if len(served) > len(lines) else "")
    shown = [show_line(line, rules, now, owner_of(line.item), asks=False) for line in lines]
    head = bold(f"【联络事项】可代签收、反馈{len(served)}项")
    here = Press(Action.MINE)
    return join([head, *shown, rest], "\n"), in_rows([name_button(line.item, here) for line in lines], BUTTONS_A_ROW)


def _apart(section: Markup) -> Markup:
    """The section with an empty line before it."""
    return Markup("\n") + section if section else section


def _closing_hint(items: Iterable[Outlined], rules: Rules, *, in_group: bool) -> str:
    """How one of them is closed, as it is heard in that chat: a group hears a command in reply to the bot."""
    example = example_of(items, rules)
    if example is None:
        return ""
    how = f"请回复本消息：/done {example.number}" if in_group else f"请发：完成 {example.number}"
    return say_closing(example, rules) + how


def render_nothing_of_ones_own(
    person: Person,
    waiting: int,
    overseen: Summary | None,
    rules: Rules,
    now: datetime,
    served: Listing | None = None,
) -> Page:
    """``/mytasks`` of a leader who owns nothing: what awaits their decision, and the lists of what they answer for."""
    today = today_of(now, rules)
    decide = f"待审核{waiting}项，请您审核。" if waiting else "没有待审核的销号申请。"
    listed = (Action.LATE, Action.TODAY, Action.WEEK, Action.SUMMARY)
    rows = in_rows([button(BUTTONS[act], Press(act)) for act in listed])
    below, opened = _served_below(served, rules, now)
    return single(
        bold(f"【我的事项】{say_title(person)}　{say_day(today, today)}"),
        text(f"您名下没有在办事项；{decide}"),
        text(f"分管{say_tally(overseen.counts.tally)}{say_secret(overseen.sensitive)}。" if overseen else ""),
        _apart(below),
        rows=(*opened, *waiting_row(waiting), *rows),
    )


def waiting_row(waiting: int) -> Rows:
    """The button of what awaits approval, where something does."""
    return ((button(f"待审{waiting}项", Press(Action.WAITING)),),) if waiting else ()


def render_unit_items(
    unit: str,
    listing: Listing,
    rules: Rules,
    now: datetime,
    start: int = 0,
    number: int = 0,
    *,
    is_own: bool = True,
) -> Page:
    """All open items of a unit; ``number`` is the unit's, for turning pages of another unit than one's own."""
    today = today_of(now, rules)
    head = bold(f"【{'本' if is_own else ''}单位事项】{shorten(unit, 30)}　{say_day(today, today)}")
    if not listing:
        return single(head, text("目前没有在办事项。"))
    return Pages(head=head, listing=listing, rules=rules, now=now, act=Action.UNIT, number=number).page(start)


def render_search(
    keywords: tuple[str, ...], number: int, listing: Listing, rules: Rules, now: datetime, start: int = 0
) -> Page:
    """``/find``: what has the keywords; ``number`` are these for a button, 0 where they are too long for one."""
    count = f"{len(listing)}项以上" if len(listing) >= MOST_FOUND else f"{len(listing)}项"
    head = bold(f"【{BUTTONS[Action.FIND]}】“{shorten(' '.join(keywords), KEYWORDS_SHOWN)}”{count}")
    if not listing:
        return single(head, text("没有找到，或您无权查看。可少写几个字再试，例如：查找 低保"))
    is_cut = len(listing) >= MOST_FOUND or (number == 0 and len(listing) > A_PAGE)
    return Pages(
        head=head,
        listing=listing,
        rules=rules,
        now=now,
        act=Action.FIND,
        number=number,
        hint="如未列出，请补充关键词再查。" if is_cut else "",
        with_tally=False,
        with_unit=True,
        turns=number > 0,
    ).page(start)


def render_coming(listing: Listing, last: date, rules: Rules, now: datetime, start: int = 0) -> Page:
    """``/tomorrow``: what is due tomorrow, and where that is a rest day until the next work day, ``last``."""
    today = today_of(now, rules)
    until = "至" if (last - today).days > 1 else ""
    day = f"{until}{say_day(last, today)}　"
    return render_list("tomorrow", listing, rules, now, start, Action.TOMORROW, day=day)


def render_list(
    title: str,
    listing: Listing,
    rules: Rules,
    now: datetime,
    start: int,
    act: Action,
    *,
    day: str = "",
    extra: Rows = (),
) -> Page:
    """A list of the office or a leader; ``title`` is a key of ``glossary.LISTS`` (late, waiting, unsigned, recheck)."""
    head = bold(f"【{LISTS.get(title, title)}】{day}{len(listing)}项")
    if not listing:
        return single(head, text(NONE_LISTED.get(title, "暂无。")), rows=extra)
    pages = Pages(
        head=head, listing=listing, rules=rules, now=now, act=act, extra=extra, with_tally=False, with_unit=True
    )
    return pages.page(start)


def waiting_rows(counts: Mapping[Action, int]) -> Rows:
    """[改期申请1] [待答复难点2]: what else waits for somebody's word, where there is some."""
    buttons = [button(f"{BUTTONS[act]}{count}", Press(act)) for act, count in counts.items() if count]
    return in_rows(buttons, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A list of which a page is shown: as many items as a screen holds, each with a button that opens it in place."""

    head: Markup
    listing: Listing
    rules: Rules
    now: datetime
    act: Action
    number: int = 0  # the unit's
    hint: str = ""
    extra: Rows = ()
    with_tally: bool = True
    with_owner: bool = True
    with_unit: bool = False
    turns: bool = True  # whether a button can lead to its pages
    heading: Callable[[Outlined], Markup] | None = None  # of the item's group: it stands above the first of each
    show: Show | None = None  # what is said of an item, where it is something else

    def page(self, start: int) -> Page:
        """The page that begins with that item; the last one where there are not so many."""
        total = len(self.listing)
        start = max(start, 0) if start < total else total - len(self._before(total))
        lines = self.listing.lines(start, start + A_PAGE)
        items = self._fitting(lines)
        end = start + len(items)
        shown = lines[: len(items)]
        here = Press(self.act, self.number, page=start) if self.turns else Origin.SHARED
        before = start - len(self._before(start)) if start else None
        rows = (
            *in_rows([name_button(line.item, here) for line in shown], BUTTONS_A_ROW),
            turners(self.act, before, end if end < total else None, self.number) if self.turns else (),
            *self.extra,
        )
        return single(
            join([self._top(start, end), show_lines(items), text(self.hint)], "\n\n"),
            rows=tuple(row for row in rows if row),
            about=tuple(line.item.number for line in shown),
        )

    def _before(self, end: int) -> Sequence[Markup]:
        """The items of the page that ends before that one, the last of them first."""
        return self._fitting(self.listing.lines(end - A_PAGE, end)[::-1])

    def _fitting(self, lines: Sequence[Line]) -> Sequence[Markup]:
        total = len(self.listing)  # the widest that the place in the list can be; a row turns the pages
        widest = self._top(total - 2, total) if total > 2 else self._top(total, total)  # noqa: PLR2004 - 第7至8项
        around = height_of(widest) + 1 + len(self.extra)
        room = LINES - around - (1 + height_of(self.hint) if self.hint else 0)
        return fitting(self._headed(lines), lines=room, most=A_PAGE, a_row=BUTTONS_A_ROW)

    def _headed(self, lines: Sequence[Line]) -> Iterator[Markup]:
        above: Markup | None = None
        for line in lines:
            shown, heading = self._show(line), self.heading(line.item) if self.heading else None
            yield shown if heading is None or heading == above else heading + "\n" + shown
            above = heading

    def _show(self, line: Line) -> Markup:
        unit = unit_of(line.item) if self.with_unit else ""
        owner = owner_of(line.item) if self.with_owner else ""
        who = f"{unit} {owner}".strip()
        if self.show is not None:
            return self.show(line, self.rules, self.now, who)
        if self.act in _SHOWN:
            return _SHOWN[self.act](line, self.rules, self.now, who)
        shown = show_line(line, self.rules, self.now, who, asks=not self.with_unit)
        return shown + say_word(line.item, self.rules, self.now) if self.with_unit else shown

    def _top(self, start: int, end: int) -> Markup:
        """The header, the counts, and which of many items are shown."""
        count = say_tally(self.listing.tally) if self.with_tally else ""
        where = "" if end - start >= len(self.listing) else f"第{f'{start + 1}至' if end - start > 1 else ''}{end}项"
        if not count:
            return self.head + (f"　{where}" if where else "")
        return join([self.head, text("　".join(word for word in (count, where) if word))])


def show_gaps(line: Line, rules: Rules, now: datetime, who: str = "") -> Markup:
    """The item, and below it what it lacks: 缺完成时限、完成标准."""
    lacking = "、".join(GAPS[gap] for gap in gaps_of(line.item, rules))
    limit = "" if line.due_on is None else f"，{say_term(line, today_of(now, rules))}"
    return _named(line, rules, who) + f"\n缺{lacking}{limit}"


def show_silent(line: Line, rules: Rules, now: datetime, who: str = "") -> Markup:
    """The item, and below it for how long nothing was heard: 已12个工作日无反馈，期限12月31日（周四）."""
    days = silent_days(line.item, rules, now)
    return _named(line, rules, who) + f"\n已{days}个工作日无反馈，{say_term(line, today_of(now, rules))}"


def _named(line: Line, rules: Rules, who: str) -> Markup:
    light = say_light(line.light, line.item, rules)
    return add_who(text(f"{light}　") + name_item(line.item, rules), who)


#: Lists whose lines say something else than the limit.
_SHOWN: Mapping[Action, Show] = {
    Action.RECHECK: show_recheck,
    Action.GAPS: show_gaps,
    Action.SILENT: show_silent,
}


def render_found(lines: tuple[Line, ...], rules: Rules, now: datetime) -> Page:
    """Several items that a message speaks of: the speaker picks one."""
    return single(
        bold("请选择事项"),
        show_lines([show_line(line, rules, now) for line in lines[:A_PAGE]]),
        text(f"另有{len(lines) - A_PAGE}项，请写明编号。" if len(lines) > A_PAGE else ""),
        rows=in_rows([name_button(line.item) for line in lines[:A_PAGE]], BUTTONS_A_ROW),
        about=tuple(line.item.number for line in lines[:A_PAGE]),
    )


def render_asleep(people: tuple[Person, ...], rules: Rules, bot: str, start: int = 0) -> Page:
    """People of the roster whom the bot cannot reach in private (未启用名单), with the link to pass on to them."""
    head = bold(f"【{LISTS['asleep']}】{len(people)}人")
    if not people:
        return single(head, text(NONE_LISTED["asleep"]))
    start = min(max(start, 0), (len(people) - 1) // PEOPLE_A_PAGE * PEOPLE_A_PAGE)
    end = start + PEOPLE_A_PAGE
    names = [text(f"{say_title(person)}　{say_role(person.role, rules)}") for person in people[start:end]]
    hint = text(f"请邀请本人启用，或转告其打开 https://t.me/{bot} 发“我是+姓名”；停用过助手的，发 /start。")
    before = max(start - PEOPLE_A_PAGE, 0) if start else None
    turn: tuple[Button, ...] = turners(Action.ASLEEP, before, end if end < len(people) else None)
    return single(head, *names, hint, rows=(*((turn,) if turn else ()), (invite_button(),)))
