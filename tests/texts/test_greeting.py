"""Who one is, and how a group is joined to its unit."""

from domain.actions import Action
from domain.letter import Press
from tests.domain.office import CHATS, DEPUTY, HEAD, RULES, UNITS
from tests.texts.reading import buttons, labels, read
from texts.people import (
    render_bind_choice,
    render_bind_links,
    render_bound,
    render_unbound,
    render_unknown,
    render_whoami,
)


def test_a_stranger_reads_one_polite_line_and_nothing_of_the_ledger() -> None:
    page = render_unknown(4242)
    assert read(page) == (
        "您好，您尚未登记启用。请发“我是+姓名”，例如：我是甲某，"
        "经办公室确认后使用（Telegram ID：4242）。其他消息每小时只答复一次。"
    )
    assert page.rows == ()
    assert read(render_whoami(None, RULES, 4242)) == read(page)


def test_who_one_is_has_the_role_in_the_offices_words() -> None:
    assert read(render_whoami(HEAD, RULES, 9005)).splitlines()[1] == "身份：股室负责人"
    assert "分管：社会救助股、养老服务股" in read(render_whoami(DEPUTY, RULES, 9003))


def test_a_group_chooses_its_unit_by_button() -> None:
    page = render_bind_choice(UNITS)
    presses = [Press.decode(button.data) for button in buttons([page])]
    assert presses == [Press(Action.BIND, number) for number in (1, 2, 3, 0)]


def test_links_bind_a_group_with_one_tap() -> None:
    page = render_bind_links(UNITS[:1], RULES, "duban_bot", with_bureau=False)
    assert [button.url for button in buttons([page])] == ["https://t.me/duban_bot?startgroup=bind_1"]
    assert labels(render_bind_links(UNITS, RULES, "duban_bot"))[-1] == ["全局（督办晨报）"]


def test_binding_says_what_will_come_and_when() -> None:
    assert read(render_bound(CHATS[0], RULES, "duban_bot")).splitlines() == [
        "✅ 本群已绑定：社会救助股。",
        "每个工作日8:30发送今日提示。",
        "群内指令请写作 /done@duban_bot 12，或直接回复本助手的消息。",
    ]
    assert "督办晨报" in read(render_bound(CHATS[2], RULES, "duban_bot"))
    assert "台账不受影响" in read(render_unbound(CHATS[0], "duban_bot"))
    assert "/bind@duban_bot" in read(render_unbound(CHATS[0], "duban_bot"))
