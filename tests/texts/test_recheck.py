"""回头看 as it is read: which item, since when it is closed, what to look at; in a group no unit, in private both."""

from datetime import timedelta

from domain.actions import Action
from domain.closing import approve, finish
from domain.item import Item
from domain.listing import of_lines
from domain.views import Line, OfficeDigest, line_of
from tests.domain.office import RECTIFICATION, RULES, at, item, setting
from tests.texts.reading import labels, model, read
from texts.digest import render_office_digest
from texts.lists import render_list, render_rechecks
from texts.pages import MOST_NAMED

MORNING = at("2027-02-24 08:30")


def line(number: int = 24, closed: str = "11-26 10:00") -> Line:
    found = item(number=number, kind="rectification", title="审计反馈：临时救助台账不规范", owner="冯某")
    asked = finish(found, RECTIFICATION, "冯某", at(closed) - timedelta(hours=1))
    again: Item = approve(asked, "分管甲", at(closed))
    return line_of(again, RULES, MORNING)


def test_the_section_of_a_units_morning_names_the_item_and_what_to_look_at() -> None:
    (page,) = render_rechecks([line()], setting(now=MORNING), in_group=True)
    assert read(page).splitlines() == [
        "【回头看】2月24日（周三）",
        "🔎回头看　第24号 审计反馈：临时救助台账不规范〔整改〕（冯某）",
        "2026年11月26日销号，请核查是否反弹、长效机制是否建立",
    ]
    assert read(page) in model(10)
    assert labels(page) == [["查看第24号"]]
    assert page.about == (24,)


def test_in_private_the_unit_is_named_and_a_missed_day_too() -> None:
    (page,) = render_rechecks([line(closed="11-20 10:00")], setting(now=MORNING, belated=True), in_group=False)
    assert read(page).splitlines() == [
        "〔补发〕【回头看】2月24日（周三）",
        "🔎回头看　第24号 审计反馈：临时救助台账不规范〔整改〕（社会救助股 冯某）",
        "2026年11月20日销号，应于2月18日（周四）回头看，请核查是否反弹、长效机制是否建立",
    ]


def test_of_many_a_screenful_is_named_and_their_list_has_the_others() -> None:
    """Fault 6.7: at most five are named, the others are counted behind a button."""
    many = [line(number) for number in range(1, 12)]
    (page,) = render_rechecks(many, setting(now=MORNING), in_group=True)
    assert len(page.about) <= MOST_NAMED
    assert f"另有{11 - len(page.about)}项请点下方按钮查看。" in read(page)
    assert labels(page)[-1][-1] == "回头看11项"


def test_the_office_counts_them_on_a_button_of_their_list() -> None:
    """docs/messages.md 11."""
    view = OfficeDigest(
        now=MORNING, to_approve=2, unsigned=0, asleep=0, without_limit=0, rechecks=1
    )  # fmt: skip
    (page,) = render_office_digest(view, setting())
    assert read(page).splitlines()[1] == "待审2、回头看1。"
    assert labels(page) == [["待审2", "回头看1"]]


def test_the_list_keeps_its_order_and_says_the_day() -> None:
    listing = of_lines((line(24), line(3, "11-20 10:00")), in_order=True)
    page = render_list("recheck", listing, RULES, MORNING, 0, Action.RECHECK)
    shown = read(page)
    assert shown.startswith("【近30天回头看】2项")
    assert shown.index("第24号") < shown.index("第3号")
    assert "应于2月18日（周四）回头看" in shown
