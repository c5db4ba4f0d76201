"""Tables whose rows are tried by one test: pytest takes more time for a test than most rows need.

Only for rows that share nothing: a fixture is made once, so that tests which change one want ``parametrize``.
"""

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any


def every_row(names: str, rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try all rows in one test and name each that failed; otherwise as ``pytest.mark.parametrize``, stacked too."""
    columns = names.replace(" ", "").split(",")
    table = [dict(zip(columns, row if len(columns) > 1 else (row,), strict=True)) for row in rows]
    assert table, "a table without rows promises nothing"

    def over_rows(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def run(**given: Any) -> None:
            failures = [(row, error) for row in table if (error := _error_of(test, given, row))]
            if failures:
                named = "".join(f"\n  {_said(row)}" for row, _ in failures)
                raise ExceptionGroup(f"{len(failures)} of {len(table)} rows failed:{named}\n", [e for _, e in failures])

        wanted = inspect.signature(test).parameters.values()
        vars(run)["__signature__"] = inspect.Signature([each for each in wanted if each.name not in columns])
        return run

    return over_rows


def _error_of(test: Callable[..., None], given: dict[str, Any], row: dict[str, Any]) -> Exception | None:
    try:
        test(**given, **row)
    except Exception as error:  # noqa: BLE001 - whatever it is, the rows after it are tried too
        error.add_note(_said(row))
        return error
    return None


def _said(row: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r:.200}" for name, value in row.items())
