"""Greeting, help and menus: each role reads what it does, in words that are heard in that chat."""

import re
from datetime import time

import pytest
from msgspec.structs import replace

from domain.actions import ACTIONS, COMMANDS, Action, Reach
from domain.letter import Press
from domain.roster import Person, Role
from tests.domain.office import DEPUTY, DIRECTOR, HEAD, INSPECTOR, OFFICE, OWNER, RULES
from tests.texts.reading import buttons, labels, read
from texts.actions import WORDS, group_menu, may_use, menu_for
from texts.all_commands import commands_of, render_commands
from texts.help import IN_PRIVATE, render_help, render_help_in_group, render_start
from texts.pages import LINES, height_of

UNIT = "社会救助股"
EVERYBODY = (OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER, INSPECTOR)
#: Words that only whoever does it should read.
THEIRS = {
    Role.OFFICE: ("导入台账", "/bind", "汇总"),
    Role.DIRECTOR: ("全局", "汇总", "逾期"),
    Role.DEPUTY: ("审核（", "同意销号", "分管单位逾期", "待审"),
    Role.HEAD: ("本单位", "/bind", "完成 12"),
    Role.STAFF: ("我的事项", "签收 12", "完成 12"),
    Role.INSPECTOR: ("全局", "汇总", "办理过程"),
}
#: What an owner does, and a leader does not.
OWNERS = ("完成 12", "/done", "撤回 12", "签收 12")


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_at_most_six_lines_of_what_it_does(role: Role) -> None:
    """Fault 6.6: help follows the role, with an example in each line, and fits a phone."""
    page = render_help(role, UNIT)
    lines = read(page).splitlines()[2:]
    assert len(lines) <= 6
    assert all("：" in line and line.split("：")[1] for line in lines)
    assert all(words in read(page) for words in THEIRS[role])
    assert height_of(page.html) + len(page.rows) <= LINES


@pytest.mark.parametrize("role", Role)
def test_charts_papers_figures_and_calendars_are_one_press_from_the_help_of_who_may_have_them(role: Role) -> None:
    presses = (Press.decode(each.data) for each in buttons([render_help(role, UNIT)]))
    shown = {press.action for press in presses if press}
    assert {each for each in (Action.CHART, Action.PAPER, Action.FIGURES, Action.CALENDAR) if may_use(each, role)} == (
        shown & {Action.CHART, Action.PAPER, Action.FIGURES, Action.CALENDAR}
    )


def test_who_leads_is_told_when_the_review_of_the_week_comes() -> None:
    on, off = (replace(RULES, review_at=at) for at in (time(16, 30), None))
    for person in EVERYBODY:
        leads = person.role in {Role.DIRECTOR, Role.DEPUTY}
        assert ("16:30送【本周回顾】" in read(render_start(person, person.role, on, UNIT))) == leads
        assert "本周回顾" not in read(render_start(person, person.role, off, UNIT))


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPUTY, Role.INSPECTOR])
def test_who_closes_nothing_reads_nothing_of_closing(role: Role) -> None:
    """Fault 6.6: formerly a leader's help was the owner's."""
    assert not [words for words in OWNERS if words in read(render_help(role, UNIT))]


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda each: each.name)
def test_a_greeting_names_the_person_what_comes_of_itself_and_what_they_do(person: Person) -> None:
    """Fault 6.6: a deputy leader's greeting speaks of approving, not of /done."""
    page = render_start(person, person.role, RULES, UNIT)
    shown = read(page)
    assert shown.splitlines()[0] == "某县民政局督办助手"
    assert shown.splitlines()[1].startswith(person.name)
    assert all(words in shown for words in THEIRS[person.role])
    assert height_of(page.html) + len(page.rows) <= LINES
    assert [Press.decode(each.data) for each in buttons([page])]


def test_a_deputy_leader_is_told_of_requests_and_of_what_is_late_in_their_units() -> None:
    shown = read(render_start(DEPUTY, Role.DEPUTY, RULES, UNIT))
    assert "待您审核的销号申请" in shown
    assert "分管单位逾期" in shown
    assert "分管：社会救助股、养老服务股。" in shown
    assert labels(render_start(DEPUTY, Role.DEPUTY, RULES, UNIT))[0][:2] == ["待审清单", "逾期清单"]


@pytest.mark.parametrize("role", Role)
def test_a_groups_help_names_only_what_a_group_hears(role: Role) -> None:
    """Fault 6.11: each command names the bot, and what is personal is one press away."""
    page = render_help_in_group(role, UNIT, "duban_bot")
    commands = re.findall(r"/([a-z]+)(@duban_bot)?", read(page))
    assert commands
    assert all(at for _, at in commands)
    assert not {"mytasks", "pending", "week", "today", "summary"} & {name for name, _ in commands}
    assert "完成" not in read(page)
    assert ("done" in dict(commands)) == (role in {Role.OFFICE, Role.HEAD, Role.STAFF})
    assert ("bind" in dict(commands)) == (ACTIONS[Action.BIND].reaches[role] is not Reach.NONE)
    assert buttons([page])[0].url == "https://t.me/duban_bot?start=help"


@pytest.mark.parametrize("role", Role)
def test_menus_are_short_and_hold_only_what_the_role_may(role: Role) -> None:
    """Fault 6.6: at most four entries for staff, six for anybody; as Telegram takes them."""
    menu = dict(menu_for(role))
    assert len(menu) <= (4 if role is Role.STAFF else 6)
    assert "help" in menu
    for name, does in menu.items():
        assert name in COMMANDS
        assert ACTIONS[COMMANDS[name]].reaches[role] is not Reach.NONE
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 0 < len(does) <= 256


@pytest.mark.parametrize("role", Role)
def test_the_board_stands_in_the_menu_where_there_is_one(role: Role) -> None:
    assert "board" not in dict(menu_for(role))
    *_, board, last = dict(menu_for(role, has_board=True))
    assert (board, last) == ("board", "help")


def test_the_groups_menu_is_short_and_binds_nothing() -> None:
    """Fault 6.6: it is everybody's, and most may not bind."""
    assert len(group_menu()) <= 4
    assert not {"bind", "unbind", "mytasks"} & dict(group_menu()).keys()


def test_every_command_stands_once_in_the_help_of_each_role_that_may_use_it() -> None:
    """What nobody finds in help is a command that nobody has."""
    for role in Role:
        named = [each for actions in commands_of(role).values() for each in actions]
        assert len(named) == len(set(named))
        assert set(named) == {each for each in COMMANDS.values() if ACTIONS[each].reaches[role] is not Reach.NONE}
        shown = "\n".join(read(render_commands(role, place)) for place, _ in enumerate(commands_of(role), start=1))
        assert set(re.findall(r"/([a-z]+)", shown)) == {ACTIONS[each].command for each in named}


@pytest.mark.parametrize("role", Role)
def test_each_page_of_all_commands_fits_a_phone_and_leads_to_the_others(role: Role) -> None:
    for place, _ in enumerate(topics := commands_of(role), start=1):
        page = render_commands(role, place)
        assert height_of(page.html) + len(page.rows) <= LINES
        assert sorted(label for row in labels(page) for label in row) == sorted(
            topic for number, topic in enumerate(topics, start=1) if number != place
        )


def test_who_looks_again_and_who_enters_the_superiors_word_reads_so_at_once() -> None:
    for role in (Role.OFFICE, Role.DEPUTY, Role.INSPECTOR):
        assert "回头看 12 巩固" in read(render_help(role, UNIT))
    assert "上级确认 12" in read(render_help(Role.OFFICE, UNIT))
    assert "verify" in dict(menu_for(Role.DEPUTY))


def test_every_command_and_button_has_its_words_and_its_right() -> None:
    assert set(WORDS) == set(Action)
    assert {action for action, words in WORDS.items() if words.does} == set(COMMANDS.values())
    assert set(IN_PRIVATE) == set(Role)
