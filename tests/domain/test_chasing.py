"""Escalation as one table by kind: who reads which 催办, what keeps it off, and that it never falls."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.appointments import appointments
from domain.chasing import copied, is_bulletin_due, is_escalated
from domain.extension import ask_extension, refuse_extension
from domain.item import Doubt, DoubtKind, Item, Obstacle, ObstacleKind
from domain.occasion import Appointment
from domain.rules import ChaseStep, Escalation, Reader, Rules, Stop, plain_escalation
from domain.views import Audience, Rung
from tests.domain.office import ROSTER, RULES, at, item

LATE = item("2026-11-20")
UP = (Reader.OWNER, Reader.HEAD, Reader.DEPUTY, Reader.DIRECTOR)
LADDER = Escalation(
    tuple(ChaseStep(after, frozenset({reader})) for after, reader in zip((1, 2, 4, 7), UP, strict=True)),
    frozenset({Stop.SUBMITTED, Stop.EXTENSION_ASKED, Stop.OBSTACLE}),
)


def _with(escalation: Escalation, kind: str = "task") -> Rules:
    return replace(RULES, escalations={kind: escalation})


def _chases(one: Item, rules: Rules) -> list[Appointment]:
    return [each for each in appointments(one, rules) if each.rung is Rung.CHASE]


def test_a_kind_climbs_from_the_owner_to_the_director_by_its_own_table() -> None:
    rules = _with(LADDER)
    told: list[str] = []
    heard = []
    for chase in _chases(LATE, rules):
        heard.append(copied(chase, told, LATE, rules, ROSTER) - {Audience.OFFICE})
        told.append(chase.name)
    assert heard == [{Audience.OWNER}, {Audience.HEAD}, {Audience.DEPUTY}, {Audience.DIRECTOR}]
    assert [each.moment for each in _chases(LATE, rules)] == [
        at(f"{day} 09:30") for day in ("11-23", "11-24", "11-26", "12-01")
    ]


def test_other_kinds_keep_the_short_form_and_default_holds_for_all_without_their_own() -> None:
    assert len(_chases(item("2026-11-20", kind="permit"), _with(LADDER))) == len(RULES.chase_after)
    assert len(_chases(item("2026-11-20", kind="permit"), _with(LADDER, "default"))) == len(LADDER.steps)


def test_the_short_form_means_what_it_always_meant() -> None:
    steps = plain_escalation((1, 3, 5)).steps
    assert [step.to for step in steps] == [{"unit", "deputy"}, {"unit"}, {"unit", "director"}]
    assert [step.bulletin for step in steps] == [False, False, True]


def test_who_missed_a_step_reads_the_next_one() -> None:
    rules = _with(LADDER)
    third = _chases(LATE, rules)[2]
    assert copied(third, (), LATE, rules, ROSTER) >= {Audience.OWNER, Audience.HEAD, Audience.DEPUTY}


def test_a_table_without_a_director_or_a_bulletin_never_has_one() -> None:
    rules = _with(Escalation((ChaseStep(1, frozenset({Reader.DEPUTY})),)))
    told = [each.name for each in _chases(LATE, rules)] * 3
    assert not is_escalated(told, rules, "task")
    assert not is_bulletin_due(told, rules, "task")


def test_the_table_says_what_keeps_it_off() -> None:
    rules = _with(LADDER)
    asked = ask_extension(item("2026-11-20"), "甲某", at("11-19 10:00"), "2026-12-04", "系统升级", rules)
    assert _chases(asked, rules) == []
    assert _chases(asked, RULES), "by itself asking moves nothing"
    assert _chases(refuse_extension(asked, "分管甲", at("11-20 10:00"), "不同意"), rules)
    stuck = replace(
        LATE, obstacle=Obstacle(kind=ObstacleKind.COORDINATION, words="卡住", by="甲某", at=at("11-19 10:00"))
    )
    assert _chases(stuck, rules) == []
    assert _chases(stuck, RULES)


def test_what_is_in_doubt_is_not_chased_unless_the_table_leaves_it_out() -> None:
    doubtful = replace(LATE, doubt=Doubt(kind=DoubtKind.UNCLEAR, by="甲某", at=at("11-19 10:00")))
    assert _chases(doubtful, RULES) == []
    assert _chases(doubtful, _with(LADDER))


STEPS = st.lists(st.integers(1, 20), min_size=1, max_size=5, unique=True).flatmap(
    lambda days: st.tuples(
        *(
            st.builds(ChaseStep, st.just(day), st.frozensets(st.sampled_from(list(Reader))), bulletin=st.booleans())
            for day in sorted(days)
        )
    )
)


@given(STEPS, st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_escalation_never_falls_as_time_passes(steps: tuple[ChaseStep, ...], looks: list[int]) -> None:
    rules = _with(Escalation(steps))
    told: list[str] = []
    director = bulletin = False
    for day in sorted(looks):
        past = [each for each in _chases(LATE, rules) if each.moment <= at("11-20 10:00") + timedelta(days=day)]
        if past and past[-1].name not in told:
            reads = copied(past[-1], told, LATE, rules, ROSTER)
            assert Audience.OFFICE in reads
            assert Audience.DIRECTOR in reads or not director
            told.append(past[-1].name)
            director = director or Audience.DIRECTOR in reads
        assert is_bulletin_due(told, rules, "task") or not bulletin
        bulletin = is_bulletin_due(told, rules, "task")
