"""启用 and 邀请 in words: long names, markup and many people still make one screen of a phone."""

from msgspec.structs import replace

from domain.invitations import Invitation, digest_of
from domain.joining import Enrolment
from domain.letter import Page
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Person, Role, Roster
from tests.domain.office import PEOPLE, RULES, UNITS, at, setting
from tests.texts.reading import read
from texts.invitations import render_invitation, render_joined, render_own_name, render_whom_to_invite
from texts.joining import render_application, render_ask_move, render_enrolled, render_open_names
from texts.pages import LINES, height_of

NOW = at("11-20 16:05")
LONG = Person(number=100, name="买买提·" + "某" * 40, unit="某" * 60, role=Role.STAFF)
MANY = tuple(replace(LONG, number=100 + n, name=f"庚某{n}", unit="社会救助股") for n in range(300))
ASKED = DecisionRequest(
    kind=RequestKind.JOIN,
    item=2**52,
    asked_by="<b>小王</b>" * 12,
    asked_at=NOW,
    wish="庚某1庚某2庚某3庚某4庚某5庚某6庚某7",
)
ENROLMENT = Enrolment(
    telegram_id=2**52,
    account="<i>" * 40,
    name=LONG.name,
    unit=LONG.unit,
    posts={1: 9007},
    enrolled_at=NOW,
    enrolled_by="甲" * 50,
)
LINK = Invitation(
    number=7, token=digest_of("x"), person=1, name=LONG.name, unit=LONG.unit, invited_by="甲", inviter=1, invited_at=NOW
)


def fits(page: Page) -> bool:
    return height_of(page.html) + len(page.rows) <= LINES


def test_every_page_fits_a_phone_whatever_the_roster_holds() -> None:
    office = setting(NOW, roster=Roster((*PEOPLE, LONG, *MANY), UNITS))
    pages = (
        render_application(ASKED, office),
        render_open_names(ASKED, office, 290),
        render_ask_move(ASKED, LONG, (2**52, 2**51), RULES),
        render_enrolled(ENROLMENT, RULES, NOW),
        render_joined(ENROLMENT, RULES, NOW),
        render_invitation(LINK, "x" * 22, RULES, "b" * 32, is_renewed=True),
        render_invitation(replace(LINK, person=0, name=""), "x" * 22, RULES, "b" * 32, is_renewed=True),
        render_whom_to_invite(MANY, RULES, 290),
        render_own_name(LINK, MANY, 12),
    )
    assert [page for page in pages if not fits(page)] == []
    assert "<b>小王</b>" in read(pages[0]), "shown as it is written"


def test_the_words_to_pass_on_keep_their_link_whole() -> None:
    """Telegram copies 256 characters at most, and the link stands last."""
    rules = replace(RULES, office_name="某" * 200)
    for link in (LINK, replace(LINK, person=0, name="")):
        page = render_invitation(link, "x" * 22, rules, "b" * 32, is_renewed=False)
        copied = page.rows[0][0].copy
        assert len(copied) <= 256
        assert copied.endswith(f"https://t.me/{'b' * 32}?start=join_{'x' * 22}")
