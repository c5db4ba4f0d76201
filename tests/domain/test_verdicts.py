"""群众评价: when it is asked for, what is taken down, and how 不满意 opens the item again."""

from collections import Counter
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appointments import appointments
from domain.errors import DubanError, NotInHand, ReasonMissing
from domain.item import Did, Item, ItemStatus, Step
from domain.item_records import Verdict
from domain.rules import Rules
from domain.statutory_errors import NotClosedYet, NoVerdictAsked, VerdictGiven, VerdictUnclear
from domain.steps import take_back
from domain.verdicts import asks_verdict, count_verdicts, read_verdict, record_verdict, redo_due, rounds
from domain.views import Audience, Rung
from tests.domain.office import PETITION, RULES, at, item

CLOSED_AT = at("11-20 10:00")
NOW = at("11-23 10:00")


def closed(**fields: object) -> Item:
    """A petition that an approver closed on the Friday."""
    settings: dict[str, Any] = {
        "kind": "petition",
        "status": ItemStatus.CLOSED,
        "is_sensitive": True,
        "closed_at": CLOSED_AT,
        "closed_by": "分管甲",
        "submitted_at": at("11-19 10:00"),
        "submitted_by": "甲某",
        "history": (Step(CLOSED_AT, "分管甲", Did.APPROVE),),
    }
    return item(**settings | fields)


def judged(verdict: Verdict, known: Item | None = None, words: str = "补贴仍未到账") -> Item:
    return record_verdict(known or closed(), verdict, "甲某", NOW, words, RULES)


def test_the_owner_is_asked_once_some_work_days_after_the_closing_and_after_a_vain_try() -> None:
    def told(known: Item) -> list[tuple[str, Audience]]:
        dates = [each for each in appointments(known, RULES) if each.rung is Rung.VERDICT]
        return [(f"{each.moment.astimezone(RULES.timezone):%m-%d %H:%M}", each.audience) for each in dates]

    assert told(closed()) == [("11-27 09:30", Audience.OWNER)]
    assert told(judged(Verdict.UNREACHED)) == [("11-30 09:30", Audience.OWNER)]
    assert told(judged(Verdict.SATISFIED)) == []
    assert told(closed(history=())) == []  # it came closed with a workbook
    assert told(closed(kind="task")) == []


@pytest.mark.parametrize("did", [Did.APPROVE, Did.CONFIRM, Did.CLOSE_OUT])
def test_it_is_asked_for_by_whatever_way_the_item_was_closed_here(did: Did) -> None:
    known = closed(history=(Step(CLOSED_AT, "办主任", did),))
    assert [each.rung for each in appointments(known, RULES)].count(Rung.VERDICT) == 1


def test_not_satisfied_opens_the_item_again_and_everything_else_leaves_it_closed() -> None:
    for verdict in (Verdict.SATISFIED, Verdict.FAIRLY, Verdict.UNREACHED):
        assert (judged(verdict).status, rounds(judged(verdict))) == (ItemStatus.CLOSED, 1)
    again = judged(Verdict.DISSATISFIED)
    assert (again.status, again.closed_at, again.submitted_at) == (ItemStatus.ACKNOWLEDGED, None, None)
    assert (again.due, again.due_set_at, rounds(again)) == ("2026-12-23", NOW, 2)
    assert [each.due for each in again.former_limits] == ["2026-11-20"]
    assert (again.history[-1].did, again.history[-1].to) == (Did.VERDICT, Verdict.DISSATISFIED)
    assert not asks_verdict(again, RULES)


def test_a_verdict_is_taken_back_with_all_that_it_brought_about() -> None:
    for verdict in Verdict:
        back = take_back(judged(verdict), "甲某", at("11-23 11:00"), is_office=False)
        assert replace(back, version=1, history=closed().history) == closed()


def test_the_new_limit_is_the_kinds_figure_or_half_of_its_last_clock() -> None:
    assert redo_due(closed(), NOW, RULES) == "2026-12-23"
    shorter = Rules(
        **{name: getattr(RULES, name) for name in RULES.__struct_fields__}
        | {"kinds": {"petition": replace(PETITION, redo_days=3)}}
    )
    assert redo_due(closed(), NOW, shorter) == "2026-11-26"


def test_what_is_not_to_be_judged_is_refused() -> None:
    cases: list[tuple[Item, Verdict, str, type[DubanError]]] = [
        (closed(kind="task"), Verdict.SATISFIED, "", NoVerdictAsked),
        (closed(status=ItemStatus.ACKNOWLEDGED), Verdict.SATISFIED, "", NotClosedYet),
        (closed(status=ItemStatus.CANCELLED), Verdict.SATISFIED, "", NotInHand),
        (judged(Verdict.SATISFIED), Verdict.DISSATISFIED, "改口", VerdictGiven),
        (closed(), Verdict.DISSATISFIED, " ", ReasonMissing),
    ]
    for known, verdict, words, refusal in cases:
        with pytest.raises(refusal):
            record_verdict(known, verdict, "甲某", NOW, words, RULES)
    assert judged(Verdict.SATISFIED, judged(Verdict.UNREACHED)).verdicts[-1].verdict is Verdict.SATISFIED


def test_words_are_read_the_longer_first_and_others_are_refused() -> None:
    for words, expected in (
        ("满意", (Verdict.SATISFIED, "")),
        ("不满意 补贴仍未到账", (Verdict.DISSATISFIED, "补贴仍未到账")),
        ("基本满意，态度好", (Verdict.FAIRLY, "态度好")),
        ("未联系上", (Verdict.UNREACHED, "")),
    ):
        assert read_verdict(words, closed()) == expected
    with pytest.raises(VerdictUnclear):
        read_verdict("还行", closed())


def test_who_was_reached_later_is_counted_as_they_said() -> None:
    counts: Counter[Verdict] = Counter()
    count_verdicts(judged(Verdict.SATISFIED, judged(Verdict.UNREACHED)), counts)
    count_verdicts(judged(Verdict.UNREACHED), counts)
    count_verdicts(judged(Verdict.DISSATISFIED), counts)
    assert counts == {Verdict.SATISFIED: 1, Verdict.UNREACHED: 1, Verdict.DISSATISFIED: 1}
