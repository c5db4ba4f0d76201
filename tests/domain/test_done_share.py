"""How much of an item is done: by its quota, its plan or its measures; nothing is rounded up to all."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from domain.coercion import coerce_item
from domain.done_share import percent_of
from domain.item import Item, ItemStatus, Quota
from domain.item_records import Measure, Milestone
from domain.measures import as_kept, measures_of, words_of_measures
from tests.rows import every_row

_AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
_ITEM = Item(
    number=1, kind="task", title="信息任务", unit="办公室", owner="甲某", due="", status=ItemStatus.ASSIGNED, version=1
)
_STEPS = tuple(
    Milestone(number=n, words="步骤", due=date(2026, n, 1), done_at=_AT if n < 3 else None) for n in range(1, 4)
)


@every_row(
    "changes, percent",
    [
        ({}, None),
        ({"measures": "入户复核\n完善制度"}, None),
        ({"status": ItemStatus.CLOSED}, None),
        ({"quota": Quota(target=10, reached=8)}, 80),
        ({"quota": Quota(target=3, reached=2.99)}, 99),
        ({"quota": Quota(target=10, reached=12)}, 100),
        ({"quota": Quota(target=0, reached=8)}, None),
        ({"milestones": _STEPS}, 66),
        ({"milestones": _STEPS, "quota": Quota(target=10, reached=1)}, 10),
        ({"measures": (Measure(words="复核", done_at=_AT), Measure(words="建制度", owner="乙某"))}, 50),
        ({"measures": (Measure(words="复核", owner="乙某"),), "status": ItemStatus.CLOSED}, 100),
    ],
)
def test_a_share_is_counted_from_what_is_countable(changes: dict[str, object], percent: int | None) -> None:
    assert percent_of(replace(_ITEM, **changes)) == percent


def test_measures_stay_words_until_one_has_an_owner_a_limit_or_a_state() -> None:
    words = replace(_ITEM, measures="入户复核\n\n 完善制度 ")
    assert [each.words for each in measures_of(words)] == ["入户复核", "完善制度"]
    assert as_kept(measures_of(words)) == "入户复核\n完善制度"
    owned = (Measure(words="入户复核", owner="乙某"), Measure(words="完善制度"))
    assert words_of_measures(replace(_ITEM, measures=as_kept(owned))) == "入户复核\n完善制度"
    assert measures_of(replace(_ITEM, measures=as_kept(owned))) == owned


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (["入户复核", "完善制度"], "入户复核\n完善制度"),
        (
            [{"words": "入户复核", "owner": "乙某"}, "完善制度"],
            (Measure(words="入户复核", owner="乙某"), Measure(words="完善制度")),
        ),
    ],
)
def test_measures_that_another_program_wrote_as_a_list_are_read(written: object, kept: object) -> None:
    document = {"kind": "task", "title": "复核", "unit": "办公室", "status": "assigned", "version": "1"}
    item = coerce_item(1, document | {"measures": written})
    assert (item.measures, item.faults) == (kept, ())
