"""How a workbook writes the shares (目标分解) and the course (季度目标) of a quota, and what its cells make of them."""

from collections.abc import Collection, Mapping
from functools import partial

from msgspec.structs import replace

from domain.errors import ItemRefusal
from domain.imports.sheet import ItemRow
from domain.imports.unclear import Unclear, read_all
from domain.item import Item, ItemStatus, Quota
from domain.quota import say_plainly
from domain.quota_errors import QuartersUnclear, ShareLost
from domain.quota_setting import set_quota, take_settings
from domain.text_forms import one_line

#: Fields of ``ItemRow`` that this module reads, and what each is called in the grammar of ``/edit``.
_NAMED = {"shares": "分解", "quarters": "季度"}


_ANY = ItemStatus.ASSIGNED


def write_shares(quota: Quota | None) -> str:
    """办公室3、社会事务股7."""
    return "、".join(f"{share.unit}{say_plainly(share.target)}" for share in quota.shares) if quota else ""


def write_quarters(quota: Quota | None) -> str:
    """3、6、8、10."""
    return "、".join(say_plainly(figure) for figure in quota.by_quarter) if quota else ""


def with_course(
    quota: Quota, row: ItemRow, headings: Mapping[str, str], known: Item | None, units: Collection[str]
) -> Quota:
    """The quota with the shares and quarters of the row, where they are other ones; raises ``Unclear``."""
    before = known.quota if known else None
    written = {"shares": write_shares(before), "quarters": write_quarters(before)}
    cells = {field: one_line(getattr(row, field)) for field in _NAMED if field in headings}
    changed = ((field, cell) for field, cell in cells.items() if cell != written[field])
    settings = read_all(partial(_read, field, _NAMED[field], cell) for field, cell in changed)
    return _set(quota, settings, row, known, units) if settings else quota


def _read(field: str, name: str, cell: str) -> dict[str, str]:
    found, rest = take_settings(f"{name} {cell or '取消'}")
    if rest.strip() or field not in found:
        raise Unclear(field)
    return {field: found[field]}


def _set(quota: Quota, settings: dict[str, str], row: ItemRow, known: Item | None, units: Collection[str]) -> Quota:
    """What a new item had reached belongs to the lead unit, else to the first unit that has a share."""
    for lead in (known.unit,) if known else (row.unit, *_in_order(units, settings.get("shares", ""))):
        of = Item(number=0, kind="", title="", unit=lead, owner="", due="", status=_ANY, version=1, quota=quota)
        try:
            made = set_quota(of, settings, units)
        except ShareLost:
            continue
        except QuartersUnclear:
            raise Unclear("quarters") from None
        except ItemRefusal:
            raise Unclear("shares") from None
        return replace(made, reached=quota.reached) if made else quota
    raise Unclear("shares")


def _in_order(units: Collection[str], words: str) -> list[str]:
    """The units, those first that the words name, as they name them."""
    return sorted(units, key=lambda unit: (unit not in words, words.find(unit), unit))
