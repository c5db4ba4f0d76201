"""Whom a stranger may be, and which rows of the roster are one person's."""

from msgspec.structs import replace

from domain.joining import each_once, fitting, former_of, open_names, rows_of_one, said_name
from domain.roster import Person, Role, Roster
from tests.domain.office import DEPUTY, OWNER, PEOPLE, UNITS, at
from tests.rows import every_row

NEW = Person(number=50, name="庚某", unit="社会救助股", role=Role.STAFF)
NAMESAKE = replace(NEW, number=51, unit="儿童福利股")


def roster(*people: Person) -> Roster:
    return Roster((*PEOPLE, *people), UNITS)


@every_row(
    "words, name",
    [
        ("甲某", "甲某"),
        (" 社会救助股的甲某同志，谢谢！", "社会救助股的甲某"),
        ("社会救助股　甲某（兼）", "社会救助股 甲某(兼)"),
        ("买买提·某", "买买提·某"),
        ("谁", ""),
        ("哪个股室的", ""),
        ("甲", ""),
        ("13812345678", ""),
        ("甲某 13812345678", ""),
        ("<b>甲某</b>", ""),
        ("某" * 31, ""),
        ("", ""),
    ],
)
def test_a_name_is_letters_and_asks_nothing(words: str, name: str) -> None:
    assert said_name(words) == name


def test_the_unit_that_is_named_tells_namesakes_apart() -> None:
    people = roster(NEW, NAMESAKE)
    assert fitting("庚某", people) == (NEW, NAMESAKE)
    assert fitting("儿童福利股的庚某", people) == (NAMESAKE,)
    assert fitting("养老服务股庚某", people) == (NEW, NAMESAKE), "the office sees that the unit differs"


def test_a_longer_name_is_not_taken_for_the_shorter_one_in_it() -> None:
    longer = replace(NEW, number=52, name="庚某某")
    assert fitting("我是庚某某", roster(NEW, longer)) == (longer,)


def test_a_name_that_is_nearly_right_is_offered_if_nobody_has_it_yet() -> None:
    three = replace(NEW, name="庚某某")
    assert fitting("庚谋某", roster(three)) == (three,)
    assert fitting("社会救助股的庚谋某", roster(three)) == (three,)
    assert fitting("戊子丑", roster(three)) == ()


def test_a_person_is_offered_once_however_many_posts_they_hold() -> None:
    """Two rows of one name are one person in one unit; in two units only where one is a leader's."""
    head = replace(NEW, number=53, role=Role.HEAD)
    assert open_names(roster(NEW, head, NAMESAKE)) == (NEW, NAMESAKE)
    leader = replace(NEW, number=54, unit="", role=Role.DEPUTY)
    assert len(open_names(roster(NEW, head, NAMESAKE, leader))) == 1
    assert len(rows_of_one(leader, roster(NEW, head, NAMESAKE, leader))) == 4


def test_another_account_of_that_name_stays_its_owners() -> None:
    taken = replace(NAMESAKE, telegram_id=9500)
    people = roster(NEW, taken, replace(NEW, number=54, unit="", role=Role.DEPUTY))
    assert taken not in rows_of_one(NEW, people)
    assert rows_of_one(OWNER, people) == (OWNER,)
    assert each_once((DEPUTY, DEPUTY), people) == (DEPUTY,)


def test_those_who_left_are_neither_offered_nor_forgotten() -> None:
    people = roster(replace(NEW, left_at=at("11-01 09:00")))
    assert open_names(people) == ()
    assert fitting("庚某", people) == ()
    assert former_of("我是庚某", people) == "庚某"
