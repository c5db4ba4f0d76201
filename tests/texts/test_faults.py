"""Every refusal has words of its own that say what to do next."""

from collections.abc import Iterator

import pytest

from domain import errors
from domain.errors import DubanError
from domain.sheet import WorkbookFault
from tests.domain.office import RULES, at
from texts.faults import (
    WORDS,
    WORKBOOK_FAULTS,
    render_apology,
    render_fault,
    render_not_saved,
    render_too_fast,
)
from texts.pages import visible

NASTY = "<b>&😀{0}" * 90


def kinds(base: type[DubanError] = DubanError) -> Iterator[type[DubanError]]:
    """The base of all refusals and everything below it."""
    yield base
    for each in base.__subclasses__():
        yield from kinds(each)


@pytest.mark.parametrize("kind", sorted(set(kinds()), key=str))
def test_every_error_has_its_words(kind: type[DubanError]) -> None:
    assert kind in WORDS


SAMPLES = (
    errors.UnknownPerson(),
    errors.ItemMissing(12),
    errors.NotYours(12, NASTY),
    errors.NotYourOwn(12, NASTY),
    errors.AlreadyClosed(12, NASTY, NASTY, at("11-20 16:05")),
    errors.AlreadyClosed(12, NASTY, "", None),
    errors.AlreadySubmitted(12, NASTY),
    errors.AlreadyAcknowledged(12, NASTY),
    errors.NotInHand(12, NASTY, "suspended"),
    errors.NotInHand(12, NASTY, "whatever"),
    errors.NotSubmitted(12, NASTY),
    errors.NothingToUndo(),
    errors.NotDoneYet(12, NASTY),
    errors.UndoTooLate(12, NASTY),
    errors.OneAtATime((12, 13)),
    errors.NumberMissing("done"),
    errors.NumberMissing("<b>"),
    errors.NoteTooLong(1200, 1000),
    errors.ReasonMissing(12, NASTY),
    errors.PrivateData(),
    errors.UnitUnknown(NASTY, (NASTY,) * 90),
    errors.UnitUnknown(NASTY, ()),
    errors.MayNotBind(),
    errors.DateNotUnderstood(NASTY),
    errors.DateVague("尽快"),
    errors.TooFast(),
    errors.BadWorkbook("bomb"),
    errors.BadWorkbook("unheard of"),
    errors.StaleButton(12, NASTY),
    errors.FileRefused(is_workbook=True),
    errors.FileRefused(is_workbook=False),
    errors.SeveralItems("done", tuple(range(1, 400))),
)


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_a_refusal_is_short_and_shows_what_users_wrote_as_text(error: DubanError) -> None:
    """SURVIVE 29."""
    html = render_fault(error, RULES)
    shown = visible(html)
    assert type(html) is str
    assert "<" not in html
    assert 0 < len(shown) < 1000


def test_missing_and_forbidden_items_are_never_told_apart() -> None:
    assert render_fault(errors.ItemMissing(12), RULES) == (
        "没有第12号事项，或您无权查看。请核对编号，可发 /mytasks 查看您的事项。"
    )


def test_several_rectifications_are_sent_back_to_one_at_a_time() -> None:
    """MODELS.md 7."""
    assert render_fault(errors.OneAtATime((12, 15)), RULES) == (
        "第12号、第15号须逐项申请销号，请从第12号开始：/done 12"
    )


def test_a_missing_number_comes_with_an_example_of_that_command() -> None:
    assert render_fault(errors.NumberMissing("undo"), RULES) == "请写明事项编号，例如：/undo 12"


def test_the_offices_own_word_for_a_unit_is_used() -> None:
    assert "股室负责人" in render_fault(errors.MayNotBind(), RULES)


@pytest.mark.parametrize("fault", WorkbookFault)
def test_every_fault_of_a_workbook_has_its_words(fault: WorkbookFault) -> None:
    assert WORKBOOK_FAULTS[fault].endswith("。")
    assert render_fault(errors.BadWorkbook(fault), RULES) == WORKBOOK_FAULTS[fault]


def test_an_apology_has_its_reference_and_nothing_of_the_user() -> None:
    assert "编号 a1b2" in render_apology("a1b2")
    assert render_not_saved().startswith("暂未保存，将自动重试")
    assert "请一分钟后再试" in render_too_fast()
