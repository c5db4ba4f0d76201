"""配合单位: who has a tick, who has not, and what becomes of ticks when the partners change."""

from datetime import timedelta

import pytest

from domain.amending import edit
from domain.closing import finish, undo
from domain.errors import AlreadyTicked, ClosedByAnother, NotDoneYet, NotInHand, NotPartner, UndoTooLate
from domain.item import Item, ItemStatus
from domain.partners import kept_ticks, missing_at_closing, partner_units, tick, unticked
from domain.progress import report
from domain.roster import Person
from tests.domain.office import OFFICE, OTHER_HEAD, OWNER, ROSTER, RULES, STRANGER, at, item

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
    with pytest.raises(NotDoneYet):
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


@pytest.mark.parametrize("end", [None, "task", "rectification"])
def test_a_tick_is_taken_back_whatever_else_happened_and_nothing_else_changes(end: str | None) -> None:
    busy = report(ticked_by(OTHER_HEAD), OWNER.name, NOW, "已报局办")
    if end is not None:
        busy = finish(busy, RULES.kind(end), OWNER.name, NOW)
    back = undo(busy, OTHER_HEAD.name, NOW + timedelta(hours=23))
    assert back.ticks == ()
    assert (back.status, back.progress, back.version) == (busy.status, "已报局办", busy.version + 1)
    with pytest.raises((ClosedByAnother, NotDoneYet, UndoTooLate)):
        undo(back, OTHER_HEAD.name, NOW + timedelta(hours=23))
    with pytest.raises((ClosedByAnother, NotDoneYet, UndoTooLate)):
        undo(busy, OTHER_HEAD.name, NOW + timedelta(hours=25))
    assert undo(back, OWNER.name, NOW + timedelta(hours=23)).history[-1].to == ("" if end else "progress")


def test_a_tick_does_not_keep_the_lead_from_taking_its_own_step_back() -> None:
    done = ticked_by(OTHER_HEAD, report(SHARED, OWNER.name, NOW, "已报局办"))
    back = undo(done, OWNER.name, NOW)
    assert (back.progress, back.ticks) == (SHARED.progress, done.ticks)


def test_who_cooperates_no_more_loses_the_tick_and_has_it_again_once_that_is_taken_back() -> None:
    both = tick(ticked_by(OTHER_HEAD), STRANGER, NOW, "", ROSTER)
    edited = edit(both, {"partners": ("公安局", "儿童福利股")}, OFFICE.name, NOW)
    assert [each.unit for each in edited.ticks] == ["儿童福利股"]
    without = undo(edited, STRANGER.name, NOW)
    back = undo(without, OFFICE.name, NOW, is_office=True)
    assert (back.partners, [each.unit for each in back.ticks]) == (SHARED.partners, ["养老服务股"])
