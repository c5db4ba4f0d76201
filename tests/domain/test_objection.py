"""有异议: before signing, once, and what the office's answer does."""

import pytest

from domain.amending_errors import DoubtPending, NoDoubt, SignedAlready
from domain.appointments import appointments
from domain.closing import acknowledge, undo
from domain.errors import AlreadyClosed
from domain.item import Did, DoubtKind, Item, ItemStatus
from domain.objection import object_to, settle
from domain.views import Rung
from tests.domain.office import RULES, at, item

NOW = at("11-20 16:05")


def assigned() -> Item:
    return item(status=ItemStatus.ASSIGNED)


def test_an_objection_stands_until_it_is_answered_signed_or_taken_back() -> None:
    doubted = object_to(assigned(), "甲某", NOW, DoubtKind.IMPOSSIBLE, "省系统11月底才开放")
    assert doubted.doubt is not None
    assert (doubted.doubt.kind, doubted.doubt.words) == (DoubtKind.IMPOSSIBLE, "省系统11月底才开放")
    assert undo(doubted, "甲某", NOW).doubt is None
    assert acknowledge(doubted, "甲某", NOW).doubt is None
    assert settle(doubted, "办主任", NOW).doubt is None


def test_only_what_is_not_signed_yet_is_objected_to_and_by_one_at_a_time() -> None:
    doubted = object_to(assigned(), "甲某", NOW, DoubtKind.UNCLEAR)
    with pytest.raises(DoubtPending):
        object_to(doubted, "股长", NOW, DoubtKind.NOT_OURS)
    assert object_to(doubted, "甲某", NOW, DoubtKind.NOT_OURS).doubt != doubted.doubt
    with pytest.raises(SignedAlready):
        object_to(item(), "甲某", NOW, DoubtKind.UNCLEAR)
    with pytest.raises(AlreadyClosed):
        object_to(item(status=ItemStatus.CLOSED), "甲某", NOW, DoubtKind.UNCLEAR)


def test_after_the_offices_answer_the_item_is_signed_and_chased_from_then_on() -> None:
    late = object_to(item("2026-11-10", status=ItemStatus.ASSIGNED), "甲某", NOW, DoubtKind.UNCLEAR)
    assert Rung.CHASE not in {each.rung for each in appointments(late, RULES)}
    kept = settle(late, "办主任", NOW, "按省厅通知办")
    assert (kept.history[-1].did, kept.history[-1].note) == (Did.SETTLE, "按省厅通知办")
    first = next(each for each in appointments(kept, RULES) if each.rung is Rung.CHASE)
    assert first.moment == at("11-23 09:30")
    assert undo(kept, "办主任", NOW).doubt == late.doubt
    with pytest.raises(NoDoubt):
        settle(kept, "办主任", NOW)
