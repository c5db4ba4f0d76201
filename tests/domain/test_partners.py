"""配合单位: who has a tick, who has not, and what becomes of ticks when the partners change."""

import pytest

from domain.closing import undo
from domain.errors import AlreadyTicked, ClosedByAnother, NotInHand, NotPartner
from domain.item import Item, ItemStatus
from domain.partners import kept_ticks, missing_at_closing, partner_units, tick, unticked
from domain.roster import Person
from tests.domain.office import OFFICE, OTHER_HEAD, OWNER, ROSTER, at, item

NOW = at("11-20 10:00")
SHARED = item(partners=("养老服务股", "公安局", "儿童福利股", "养老服务股", "社会救助股"))


def ticked_by(person: Person, shared: Item = SHARED) -> Item:
    return tick(shared, person, NOW, "已提供名单", ROSTER)


def test_only_units_of_the_bureau_besides_the_lead_have_a_tick_each_once() -> None:
    assert partner_units(SHARED, ROSTER) == ("养老服务股", "儿童福利股")


def test_a_tick_says_who_and_when_and_leaves_the_others_open() -> None:
    done = ticked_by(OTHER_HEAD)
    [only] = done.ticks
    assert (only.unit, only.by, only.at, only.words) == ("养老服务股", "别股长", NOW, "已提供名单")
    assert unticked(done, ROSTER) == ("儿童福利股",)
    assert done.version == SHARED.version + 1


def test_the_lead_has_no_tick_and_a_unit_only_one() -> None:
    with pytest.raises(NotPartner):
        ticked_by(OWNER)
    with pytest.raises(AlreadyTicked):
        ticked_by(OTHER_HEAD, ticked_by(OTHER_HEAD))


def test_what_is_suspended_has_no_ticks() -> None:
    with pytest.raises(NotInHand):
        ticked_by(OTHER_HEAD, item(partners=("养老服务股",), status=ItemStatus.SUSPENDED))


def test_who_ticked_takes_it_back_or_the_office() -> None:
    done = ticked_by(OTHER_HEAD)
    with pytest.raises(ClosedByAnother):
        undo(done, OWNER.name, NOW)
    assert undo(done, OTHER_HEAD.name, NOW).ticks == ()
    assert undo(done, OFFICE.name, NOW, is_office=True).ticks == ()


def test_after_a_return_the_lead_is_not_asked_again() -> None:
    assert missing_at_closing(SHARED, ROSTER) == ("养老服务股", "儿童福利股")
    assert missing_at_closing(item(partners=("养老服务股",), returned_at=NOW), ROSTER) == ()


def test_a_tick_stays_with_a_unit_that_stays() -> None:
    done = ticked_by(OTHER_HEAD)
    assert kept_ticks(done, ("养老服务股", "办公室")) == done.ticks
    assert kept_ticks(done, ("办公室",)) == ()
