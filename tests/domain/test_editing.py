"""调整: which fields a line changes, and who may change them."""

from typing import Any

import pytest

from domain.amending_errors import DayPast, FieldNotYours
from domain.assigning_errors import KindUnknown, OwnerMissing, UnitNotYours
from domain.editing import EDITABLE, editable, needs_reason, read_changes, require_editable
from domain.errors import DateNotUnderstood, DateVague, DubanError, UnitUnknown
from domain.joining_errors import PersonUnknown
from tests.domain.office import DEPUTY, HEAD, OFFICE, OWNER, ROSTER, RULES, at, item
from tests.rows import every_row

NOW = at("11-20 16:05")


def changes(words: str, field: str = "") -> dict[str, Any]:
    return read_changes(words, item(), NOW, ROSTER, RULES, field).fields


def test_fields_are_read_by_their_names_in_any_order() -> None:
    read = read_changes("责任人=乙某 期限=12月18日 原因=省系统升级 标准=一户一档", item(), NOW, ROSTER, RULES)
    assert read.fields == {"owner": "乙某", "due": "2026-12-18", "is_endless": False, "standard": "一户一档"}
    assert (read.reason, read.written) == ("省系统升级", "12月18日")


def test_a_limit_needs_no_name_and_what_follows_it_is_the_reason() -> None:
    read = read_changes("12月18日 省系统升级", item(), NOW, ROSTER, RULES)
    assert (read.fields["due"], read.reason) == ("2026-12-18", "省系统升级")
    assert needs_reason(read_changes("期限=12月18日", item(), NOW, ROSTER, RULES), item())
    assert not needs_reason(read_changes("标准=一户一档", item(), NOW, ROSTER, RULES), item())


def test_an_owner_of_another_unit_takes_the_item_there() -> None:
    assert changes("丙某", "owner") == {"unit": "儿童福利股", "owner": "丙某"}
    assert changes("儿童福利股 丙某", "owner") == {"unit": "儿童福利股", "owner": "丙某"}
    assert changes("责任单位=儿童福利股 责任人=丙某") == {"unit": "儿童福利股", "owner": "丙某"}


@every_row(
    "words, error",
    [
        ("期限=尽快", DateVague),
        ("期限=某日", DateNotUnderstood),
        ("期限=2026年11月2日", DayPast),
        ("责任人=王某", PersonUnknown),
        ("责任单位=社会科", UnitUnknown),
        ("责任单位=儿童福利股", OwnerMissing),
        ("类别=别的", KindUnknown),
        ("随便改改", DateNotUnderstood),
    ],
)
def test_what_is_not_understood_is_refused(words: str, error: type[DubanError]) -> None:
    with pytest.raises(error):
        changes(words)


def test_a_head_changes_measures_standard_and_rhythm_a_deputy_all_but_the_kind() -> None:
    assert editable(OFFICE, item(), ROSTER) == EDITABLE
    assert editable(HEAD, item(), ROSTER) == ("standard", "measures", "report_every")
    assert set(EDITABLE) - set(editable(DEPUTY, item(), ROSTER)) == {"kind"}
    assert editable(OWNER, item(), ROSTER) == ()
    require_editable(HEAD, item(), {"standard": "一户一档"}, ROSTER)
    with pytest.raises(FieldNotYours):
        require_editable(HEAD, item(), {"due": "2026-12-18"}, ROSTER)
    with pytest.raises(UnitNotYours):
        require_editable(DEPUTY, item(), {"unit": "儿童福利股", "owner": "丙某"}, ROSTER)
