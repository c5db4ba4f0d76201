"""What a link gives, for how long, and to whom it may be handed out."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.invitations import Invitation, InvitationFault, digest_of, fault_of, may_invite, names_of_unit
from domain.roster import Person, Role, Roster
from tests.domain.office import HEAD, OFFICE, PEOPLE, UNITS, at
from tests.rows import every_row

NOW = at("11-20 16:05")
NEW = Person(number=50, name="庚某", unit="社会救助股", role=Role.STAFF)
LINK = Invitation(
    token=digest_of("x"),
    person=50,
    name="庚某",
    unit="社会救助股",
    invited_by="股长",
    inviter=9005,
    invited_at=NOW,
)


def roster(*people: Person) -> Roster:
    return Roster((*PEOPLE, *people), UNITS)


@every_row(
    "link, person, fault",
    [
        (LINK, NEW, None),
        (None, NEW, InvitationFault.UNKNOWN),
        (replace(LINK, used_at=NOW), NEW, InvitationFault.USED),
        (replace(LINK, withdrawn_at=NOW), NEW, InvitationFault.WITHDRAWN),
        (replace(LINK, invited_at=NOW - timedelta(days=7)), NEW, None),
        (replace(LINK, invited_at=NOW - timedelta(days=7, seconds=1)), NEW, InvitationFault.EXPIRED),
        (LINK, replace(NEW, telegram_id=9500), InvitationFault.USED),
        (LINK, replace(NEW, left_at=NOW), InvitationFault.WITHDRAWN),
        (LINK, replace(NEW, name="辛某"), InvitationFault.WITHDRAWN),
        (replace(LINK, person=0, name=""), replace(NEW, telegram_id=9500), None),
    ],
)
def test_a_link_serves_for_a_week_and_for_whom_it_was_made(
    link: Invitation | None, person: Person, fault: InvitationFault | None
) -> None:
    assert fault_of(link, roster(person), NOW) is fault


def test_a_head_hands_out_no_right_above_their_own() -> None:
    """A head with a second account would be their own deputy leader."""
    deputy = replace(NEW, number=51, role=Role.DEPUTY, unit="")
    assert may_invite(HEAD, NEW, roster(NEW))
    assert may_invite(HEAD, replace(NEW, role=Role.HEAD), roster(replace(NEW, role=Role.HEAD)))
    assert not may_invite(HEAD, NEW, roster(NEW, deputy))
    assert may_invite(OFFICE, NEW, roster(NEW, deputy))


@pytest.mark.parametrize("role", [Role.OFFICE, Role.DEPUTY, Role.DIRECTOR, Role.INSPECTOR])
def test_a_units_link_gives_no_post_with_rights_beyond_the_unit(role: Role) -> None:
    above = replace(NEW, number=51, name="辛某", role=role)
    assert names_of_unit("社会救助股", roster(NEW, above)) == (NEW,)
