"""The first words tell people what they may do, and strangers nothing."""

import pytest

from domain.press import Act, Press
from domain.roster import Role
from tests.domain.office import CHATS, DEPUTY, HEAD, INSPECTOR, OFFICE, OWNER, RULES, UNITS
from tests.texts.reading import buttons, labels, read
from texts.commands import COMMANDS, Place, commands_for, menu_for
from texts.greeting import (
    render_bind_choice,
    render_bind_links,
    render_bound,
    render_help,
    render_start,
    render_unbound,
    render_unknown,
    render_whoami,
)


def test_a_greeting_names_the_person_and_opens_their_items() -> None:
    page = render_start(OWNER, RULES, "duban_bot")
    assert read(page).splitlines()[:2] == ["某县民政局督办助手", "甲某　社会救助股，您好，您的身份是经办人。"]
    assert labels(page) == [["我的事项"]]


def test_a_stranger_reads_one_polite_line_and_nothing_of_the_ledger() -> None:
    page = render_unknown(4242)
    assert (
        read(page) == "您好，您尚未在花名册登记。请将Telegram ID：4242 报办公室登记后使用。未登记人员每小时只答复一次。"
    )
    assert page.rows == ()
    assert read(render_whoami(None, RULES, 4242)) == read(page)


def test_who_one_is_has_the_role_in_the_offices_words() -> None:
    assert read(render_whoami(HEAD, RULES, 9005)).splitlines()[1] == "身份：股室负责人"
    assert "分管：社会救助股、养老服务股" in read(render_whoami(DEPUTY, RULES, 9003))


def test_help_shows_only_what_the_role_may_use_each_with_an_example() -> None:
    staff, office = read(render_help(OWNER, RULES, in_group=False)), read(render_help(OFFICE, RULES, in_group=False))
    assert "/done 12" in staff
    assert "/bind" not in staff
    assert "/bind" in office
    assert "导入台账" in office


def test_help_in_a_group_has_no_personal_commands() -> None:
    assert "/mytasks" not in read(render_help(INSPECTOR, RULES, in_group=True))
    assert "完成 12" not in read(render_help(OWNER, RULES, in_group=True))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("in_group", [True, False])
def test_menus_are_what_telegram_takes(role: Role, in_group: bool) -> None:
    """Command names are ``[a-z0-9_]{1,32}``, descriptions 1 to 256 characters."""
    menu = menu_for(role, in_group=in_group)
    assert {name for name, _ in menu} >= {"help", "item", "whoami"}
    for name, does in menu:
        assert name.isascii()
        assert name.islower()
        assert 0 < len(does) <= 256


def test_no_command_of_one_place_is_in_the_other_menu() -> None:
    private = {command.name for command in COMMANDS if command.place is Place.PRIVATE}
    assert not private & {command.name for command in commands_for(Role.OFFICE, in_group=True)}


def test_a_group_chooses_its_unit_by_button() -> None:
    page = render_bind_choice(UNITS, RULES)
    presses = [Press.decode(button.data) for button in buttons([page])]
    assert presses == [Press(Act.BIND, number) for number in (1, 2, 3, 0)]


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
    assert "台账不受影响" in read(render_unbound(CHATS[0], RULES))
