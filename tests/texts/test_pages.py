"""Messages are cut between items and fit what Telegram takes, whatever users wrote."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from domain.actions import Action
from domain.item import Item, ItemStatus
from domain.letter import Button, Page, Press
from domain.listing import of_lines
from domain.views import AlertItem, Line, Rung, UnitDigest, line_of, tally
from tests.domain.office import OWNER, RULES, at, item, setting
from texts.alerts import render_alert
from texts.closing import render_return_reasons
from texts.digest import render_unit_digest
from texts.items import render_item
from texts.lines import show_line
from texts.lists import render_my_items
from texts.pages import ENTITY_LIMIT, TEXT_LIMIT, Block, bold, entities_of, paginate, single, text, visible

NOW = at("11-20 08:30")
NASTY = "<b>&“😀”</b>👨‍👩‍👧 {0} {title} %s \u202e倒 @all https://例.cn "


class Balance(HTMLParser):
    """Fails on a tag that is not closed where it should be, and on one that Telegram does not know."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "a", "blockquote"}
        assert tag == "a" or attrs == ([("expandable", None)] if tag == "blockquote" else [])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check(page: Page) -> None:
    """What Telegram would refuse."""
    shown = visible(page.html)
    assert 0 < len(shown) <= TEXT_LIMIT
    assert len(shown.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    assert entities_of(page.html) <= ENTITY_LIMIT
    assert sum(len(row) for row in page.rows) <= 100
    balance = Balance()
    balance.feed(page.html)
    assert balance.open == []
    for row in page.rows:
        assert row
        for button in row:
            assert button.label
            assert len(button.data.encode()) <= 64
            assert sum(bool(each) for each in (button.data, button.url, button.copy)) == 1


def crowd(count: int) -> tuple[Line, ...]:
    """That many late items with titles of 500 nasty characters."""
    return tuple(line_of(item("2026-11-18", number=n, title=NASTY * 8), RULES, NOW) for n in range(1, count + 1))


def test_three_hundred_items_are_cut_between_items() -> None:
    """docs/promises.md 22."""
    blocks = [Block(html=show_line(each, RULES, NOW), number=each.item.number) for each in crowd(300)]
    pages = paginate(lambda _: bold("【督办提醒】社会救助股"), blocks)
    for page in pages:
        check(page)
    assert [number for page in pages for number in page.about] == list(range(1, 301))
    marks = [re.search(r"（(\d+)/(\d+)）", visible(page.html)) for page in pages]
    assert [mark and mark.groups() for mark in marks] == [(str(n), str(len(pages))) for n in range(1, len(pages) + 1)]


def test_an_alert_of_three_hundred_items_fits() -> None:
    """docs/promises.md 22."""
    told = tuple(AlertItem(each, Rung.CHASE, 1) for each in crowd(300))
    for page in render_alert(NASTY * 9, told, setting(belated=True)):
        check(page)


def test_a_digest_of_three_hundred_items_fits() -> None:
    """docs/promises.md 22."""
    lines = crowd(300)
    view = UnitDigest(unit=NASTY * 9, now=NOW, tally=tally(lines), lines=lines, chased_today=tuple(range(1, 301)))
    for page in render_unit_digest(view, setting(belated=True)):
        check(page)


def test_a_card_and_a_list_of_long_fields_fit() -> None:
    """docs/promises.md 22 and 29."""
    long = {"source": NASTY * 200, "standard": NASTY * 200, "measures": NASTY * 200, "progress": NASTY * 200}
    card = item(title=NASTY * 90, remark=NASTY * 90, partners=(NASTY,) * 90, marks=(NASTY,) * 9, **long)
    check(render_item(line_of(card, RULES, NOW), RULES, NOW, actions=(), back=None))
    check(render_my_items(OWNER, of_lines(crowd(300)), RULES, NOW, 17))


@given(st.text(max_size=600))
def test_no_title_is_ever_markup(title: str) -> None:
    """docs/promises.md 29: only our own tags, in balance, whatever is typed."""
    of: Item = item("2026-11-18", title=title)
    line = line_of(of, RULES, NOW)
    check(render_my_items(OWNER, of_lines((line,)), RULES, NOW))
    check(render_item(line, RULES, NOW, actions=(), back=None))


@settings(max_examples=40)
@given(st.lists(st.text(alphabet="字😀<&a ", max_size=900), max_size=60))
def test_every_block_is_in_one_part_whole(words: list[str]) -> None:
    """docs/promises.md 22."""
    blocks = [
        Block(html=Markup("{}{}").format(bold(f"[{number}]"), said), number=number)
        for number, said in enumerate(words, start=1)
    ]
    pages = paginate(lambda _: bold("题头"), blocks)
    for page in pages:
        check(page)
    for block in blocks:
        assert sum(str(block.html) in page.html for page in pages) >= 1
    assert [number for page in pages for number in page.about] == list(range(1, len(blocks) + 1))


def test_a_block_too_large_for_any_message_is_shortened() -> None:
    block = Block(html=Markup("<b>{}</b>").format("😀&" * 5000), number=3)
    (page,) = paginate(lambda _: bold("题头"), [block])
    check(page)
    assert visible(page.html).endswith("…")


def test_many_short_items_make_more_parts_not_more_entities_than_telegram_takes() -> None:
    """docs/promises.md 22."""
    pages = paginate(lambda _: bold("题头"), [Block(html=bold(str(n)), number=n) for n in range(1, 301)])
    for page in pages:
        check(page)
    assert len([number for page in pages for number in page.about]) == 300


def test_words_are_shown_as_they_were_typed() -> None:
    """docs/promises.md 29: in bold or not, nothing of them is markup."""
    for typed in ("<b>甲</b>", "甲&lt;乙", '<a href="tg://user?id=1">乙</a>'):
        assert visible(text(typed)) == typed
        assert visible(bold(typed)) == typed


def test_many_buttons_make_more_parts_not_a_refused_keyboard() -> None:
    three = tuple(Button(label="办结", data="done:1:1:0") for _ in range(3))
    pages = paginate(lambda _: bold("题头"), [Block(html=text(str(n)), buttons=three) for n in range(200)])
    for page in pages:
        check(page)
    assert sum(len(row) for page in pages for row in page.rows) == 600


def test_rows_of_the_whole_are_under_the_last_part_only() -> None:
    rows = ((Button(label="全部", data="unit:1:0:0"),),)
    pages = paginate(lambda _: bold("题头"), [Block(html=text("字" * 4000)) for _ in range(3)], rows)
    assert [page.rows for page in pages] == [(), (), rows]


def test_a_single_message_is_never_too_long() -> None:
    check(single(bold("题头"), text("😀" * 5000)))


@pytest.mark.parametrize("number", [1, 12, 10**10, 2**48])
def test_payloads_fit_in_64_bytes(number: int) -> None:
    """docs/promises.md 25: the longest numbers that a workbook, a version or a page could have."""
    line = line_of(item(number=number, version=10**9, status=ItemStatus.ASSIGNED), RULES, NOW)
    acts = (Action.ACKNOWLEDGE, Action.DONE, Action.UNDO, Action.APPROVE, Action.SEND_BACK, Action.HISTORY)
    check(render_item(line, RULES, NOW, actions=acts, back=Press(Action.UNSIGNED, page=10**6)))
    check(render_return_reasons(line.item))
    check(render_my_items(OWNER, of_lines((line,)), RULES, NOW))
