"""What Duban needs for running may be used with a programme under the MIT licence."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements" / "postgres.txt"  # run.txt, and what PostgreSQL needs
#: Words by which permissive licences are named; MPL-2.0 binds only changes to its own files.
_PERMISSIVE = re.compile(r"\b(mit|bsd|apache|psf|python software foundation|mpl-2\.0|isc|zlib|0bsd)\b", re.IGNORECASE)
_COPYLEFT = re.compile(r"\ba?gpl|affero|\bgnu general public", re.IGNORECASE)
#: Others that may be used, and why.
_ALLOWED = {
    "python-telegram-bot": "LGPL-3.0: installed as it is and replaceable by anybody; we only import it",
    "psycopg": "LGPL-3.0: the same, and only where the ledger is in PostgreSQL",
    "psycopg-binary": "LGPL-3.0: the same; it carries libpq, which is under the PostgreSQL licence",
}


def _locked(lock: Path) -> list[str]:
    return re.findall(r"^([a-zA-Z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)


def _installed(names: list[str]) -> dict[str, Distribution]:
    found = {}
    for name in names:
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # for other systems only, such as colorama
            continue
    return found


def _licence(package: Distribution) -> str:
    """What the package says of its licence: the expression, else the first line of the field, and the classifiers."""
    about = package.metadata
    fields = (*(about.get_all("License-Expression") or ()), *(about.get_all("License") or ()))
    classifiers = (each for each in about.get_all("Classifier") or () if each.startswith("License ::"))
    return " | ".join(filter(None, (*(field.strip().partition("\n")[0] for field in fields), *classifiers)))


def _fault(name: str, licence: str) -> str:
    if name in _ALLOWED or (_PERMISSIVE.search(licence) and not _COPYLEFT.search(licence)):
        return ""
    return f"{name}: {licence or 'names no licence'}"


def test_everything_that_runs_has_a_permissive_licence() -> None:
    """Fault 8.6: a package under the GPL, or under no licence that is named, is not needed for running."""
    installed = _installed(_locked(LOCK))
    assert len(installed) >= 20
    assert list(filter(None, (_fault(name, _licence(package)) for name, package in installed.items()))) == []


def test_a_copyleft_or_unnamed_licence_is_a_fault() -> None:
    for licence in (
        "GPL-3.0-or-later",
        "GPLv2",
        "AGPL-3.0-only",
        "License :: OSI Approved :: GNU General Public License",
        "",
    ):
        assert _fault("lunar", licence)
    assert not _fault("tinydb", "MIT")
    assert not _fault("dateutil", "Dual License | License :: OSI Approved :: Apache Software License")


def test_each_exception_is_still_needed() -> None:
    assert set(_ALLOWED) <= set(_locked(LOCK))


def test_figures_bring_one_package_under_a_permissive_licence() -> None:
    plain, with_figures = (set(_locked(LOCK.with_name(name))) for name in ("run.txt", "monitoring.txt"))
    assert plain <= with_figures
    (added,) = _installed(sorted(with_figures - plain)).items()
    assert added[0] == "prometheus-client"
    assert not _fault(added[0], _licence(added[1]))


def test_axe_looks_at_pages_in_a_test_and_is_shipped_with_nothing() -> None:
    """It is under the MPL-2.0, in a package under the MIT licence."""
    name = "axe-playwright-python"
    assert name in _locked(LOCK.with_name("dev.txt"))
    for lock in ("run.txt", "postgres.txt", "monitoring.txt"):
        assert name not in _locked(LOCK.with_name(lock))
    [script] = [file for file in distribution(name).files or () if file.name == "axe.min.js"]
    assert "Mozilla Public\n * License, v. 2.0" in script.read_text(encoding="utf-8")[:500]


def test_what_runs_without_postgresql_is_locked_without_its_driver() -> None:
    plain, with_driver = set(_locked(LOCK.with_name("run.txt"))), set(_locked(LOCK))
    assert with_driver - plain == {"psycopg", "psycopg-binary"}
    assert plain <= with_driver
