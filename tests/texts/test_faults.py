"""Every refusal has words of its own that say what to do next."""

import re
from collections.abc import Iterator

from domain import errors, joining_errors
from domain.actions import Action
from domain.errors import DubanError
from domain.imports.sheet import WorkbookFault
from tests.domain.office import RULES, at
from tests.rows import every_row
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


@every_row("kind", sorted(set(kinds()), key=str))
def test_every_error_has_its_words(kind: type[DubanError]) -> None:
    assert kind in WORDS


SAMPLES = (
    errors.UnknownPerson(),
    errors.ItemMissing(12),
    errors.NotYours(12, NASTY, NASTY, NASTY),
    errors.NotYours(12, NASTY),
    errors.NotYourDecision(12, NASTY, (NASTY,) * 9),
    errors.NotYourDecision(12, NASTY, ()),
    errors.ClosedByAnother(12, NASTY, NASTY),
    errors.PrivateOnly(Action.WAITING),
    errors.ForeignChat(),
    errors.UnitOutOfReach(NASTY),
    errors.ButtonTooOld(),
    errors.WorkbookGone(),
    errors.NotAPerson(),
    errors.GroupOnly(),
    errors.NotBound(),
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
    errors.FileRefused(),
    errors.EvidenceMissing(15, NASTY),
    errors.EvidenceFull(15, NASTY, 60),
    errors.EvidenceGone(15, NASTY),
    errors.NoQuota(15, NASTY),
    joining_errors.OfficeOnly(),
    joining_errors.NameMissing(),
    joining_errors.PersonUnknown(NASTY, (NASTY,) * 9),
    joining_errors.PersonUnknown(NASTY, ()),
    joining_errors.LastOfOffice(NASTY),
    errors.KeywordsMissing(40),
    errors.NoSuchFilter(NASTY),
    joining_errors.AccountTaken(NASTY, NASTY),
    errors.SeveralItems("done", tuple(range(1, 400))),
)


@every_row("error", SAMPLES)
def test_a_refusal_is_short_and_shows_what_users_wrote_as_text(error: DubanError) -> None:
    """docs/promises.md 29."""
    html = render_fault(error, RULES)
    shown = visible(html)
    assert type(html) is str
    assert "<" not in html
    assert 0 < len(shown) < 1000


#: What a press is never answered with: it comes after words, a file, or at the command line.
NOT_PRESSED = (errors.UnitUnknown, errors.SeveralItems, errors.OneAtATime, errors.DateNotUnderstood)


@every_row("error", SAMPLES)
def test_a_refusal_fits_the_answer_of_a_button_and_says_what_to_do(error: DubanError) -> None:
    """Fault 6.9: Telegram shows 200 characters; each refusal ends with the way out."""
    shown = visible(render_fault(error, RULES, "duban_bot"))
    if not isinstance(error, NOT_PRESSED):
        assert len(shown) <= 200
    assert re.search(r"请|无须|可发|须由|须逐项|只接收|如需", shown)


def test_a_refusal_names_the_owner_and_who_else_may() -> None:
    """Fault 6.9: 您无权办理 alone helped nobody."""
    assert render_fault(errors.NotYours(26, "×", "养老服务股", "丙某"), RULES) == (
        "您无权办理第26号 ×：该项由养老服务股丙某负责，请由其本人、股室负责人或办公室办理。"
    )
    assert "养老服务股负责，请由股室负责人或办公室" in render_fault(errors.NotYours(26, "×", "养老服务股"), RULES)
    assert "由分管甲审核" in render_fault(errors.NotYourDecision(15, "×", ("分管甲",)), RULES)


def test_what_is_advised_in_a_group_is_heard_there() -> None:
    """Fault 6.11: a group hears a command that names the bot; a title that looks like one stays as it is."""
    assert render_fault(errors.NumberMissing("done"), RULES, "duban_bot").endswith("/done@duban_bot 12 已报局办")
    assert "/undo@duban_bot 12" in render_fault(errors.AlreadySubmitted(12, "A/done 经费/item_x"), RULES, "duban_bot")
    assert "A/done 经费/item_x" in render_fault(errors.AlreadySubmitted(12, "A/done 经费/item_x"), RULES, "duban_bot")
    assert "@" not in render_fault(errors.NumberMissing("done"), RULES)


def test_missing_and_forbidden_items_are_never_told_apart() -> None:
    assert render_fault(errors.ItemMissing(12), RULES) == (
        "没有第12号事项，或您无权查看。请核对编号，可发 /mytasks 查看您的事项。"
    )


def test_several_rectifications_are_sent_back_to_one_at_a_time() -> None:
    """docs/messages.md 7."""
    assert render_fault(errors.OneAtATime((12, 15)), RULES) == (
        "第12号、第15号须逐项申请销号，请从第12号开始：/done 12"
    )


def test_a_missing_number_comes_with_an_example_of_that_command() -> None:
    assert render_fault(errors.NumberMissing("undo"), RULES) == "请写明事项编号，例如：/undo 12"


def test_the_offices_own_word_for_a_unit_is_used() -> None:
    assert "股室负责人" in render_fault(errors.MayNotBind(), RULES)


@every_row("fault", WorkbookFault)
def test_every_fault_of_a_workbook_has_its_words(fault: WorkbookFault) -> None:
    assert WORKBOOK_FAULTS[fault].endswith("。")
    assert render_fault(errors.BadWorkbook(fault), RULES) == WORKBOOK_FAULTS[fault]


def test_an_apology_has_its_reference_and_nothing_of_the_user() -> None:
    assert "编号 a1b2" in render_apology("a1b2")
    assert render_not_saved().startswith("暂未保存，将自动重试")
    assert "请一分钟后再试" in render_too_fast()
