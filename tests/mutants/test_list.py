"""The list of ``make mutants`` fits the code as it is today."""

from tests.mutants.mutant import Mutant, fault_of, read_mutants
from tests.rows import every_row

MUTANTS = read_mutants()


@every_row("mutant", MUTANTS)
def test_a_mutants_line_stands_exactly_once_in_the_code(mutant: Mutant) -> None:
    assert fault_of(mutant) == ""


def test_no_change_is_listed_twice() -> None:
    assert len({(mutant.file, mutant.line, mutant.becomes) for mutant in MUTANTS}) == len(MUTANTS)


def test_the_lists_have_at_least_sixty_changes_and_some_in_every_room() -> None:
    rooms = {mutant.file.partition("/")[0] for mutant in MUTANTS}
    assert len(MUTANTS) >= 60
    assert {"domain", "handlers", "jobs", "store", "transport"} <= rooms
