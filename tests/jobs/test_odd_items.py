"""One item about which something is odd keeps nobody from hearing of the others."""

from pathlib import Path

import pytest
from msgspec import structs

from domain.rules import Kind, Rules
from tests.domain.office import RULES
from tests.jobs.office import GROUPS, HEAD, OWNER, RELIEF_GROUP, Bureau, task, to


class OddRules(Rules, frozen=True, kw_only=True):
    """Rules in which one kind can't be judged by."""

    def kind(self, name: str) -> Kind:
        if name == "odd":
            raise LookupError(name)
        return super().kind(name)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    bureau = Bureau(tmp_path, OddRules(**structs.asdict(RULES)))
    bureau.people(HEAD, OWNER)
    bureau.groups(*GROUPS)
    bureau.items(task(1, "2026-11-20", kind="odd"), task(2, "2026-11-20"))
    return bureau


def test_the_digest_counts_the_others(bureau: Bureau, caplog: pytest.LogCaptureFixture) -> None:
    (said,) = to(bureau.look("11-20 08:30"), RELIEF_GROUP)
    assert "事项2" in said
    assert "事项1" not in said
    assert "item 1 could not be counted" in caplog.text


def test_the_alert_names_the_others_and_the_odd_one_is_tried_again(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.look("11-20 08:30")
    (said,) = to(bureau.look("11-20 15:00"), RELIEF_GROUP)
    assert "事项2" in said
    assert "item 1 could not be looked at" in caplog.text
    caplog.clear()
    bureau.look("11-20 15:30")
    assert not caplog.text
    bureau.look("11-20 16:00")
    assert "item 1 could not be looked at" in caplog.text
