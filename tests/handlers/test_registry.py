"""One row an action: none is missing in any of the three tables, and every function is reached."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from domain.actions import ACTIONS, Action
from domain.letter import Press
from handlers.questions import QUESTIONS as ASKED
from handlers.registry import ENTRIES, EVENTS, QUESTIONS, SENSES
from handlers.request import What
from handlers.words.references import Sense
from handlers.words.utterance import understand
from tests.rows import every_row
from texts.actions import WORDS

ROOT = Path(__file__).parents[2]
#: Where tables are looked through for keys that stand twice.
ROOMS = ("domain", "texts", "store", "reports", "transport", "handlers", "jobs", "playground", "tests")
#: Reads or writes a file first, or many histories.
PREPARED = {
    Action.IMPORT,
    Action.GAP_FILE,
    Action.LIST_FILE,
    Action.CHANGES,
    Action.CHART,
    Action.FIGURES,
    Action.PAPER,
    Action.CLOSE_YEAR,
    Action.CALENDAR,
    Action.CALENDAR_FILE,
}
#: These of them are asked for by a button alone.
BY_BUTTON = {Action.IMPORT, Action.GAP_FILE, Action.LIST_FILE, Action.CALENDAR_FILE}
#: What the lookup tells apart by another table.
NAMED = {What.COMMAND, What.ANSWER, What.PRESS, What.FILE, What.WORDS}


def test_every_action_has_its_row_in_each_table() -> None:
    assert set(ENTRIES) == set(ACTIONS) == set(WORDS) == set(Action)


@pytest.mark.parametrize(
    ("files", "row"),
    [
        (("domain/actions.py",), "Row"),
        (("texts/actions.py", "texts/action_words/*.py"), "Words"),
        (("handlers/registry.py",), "Entry"),
    ],
)
def test_no_row_stands_twice(files: tuple[str, ...], row: str) -> None:
    """Two branches that were merged line by line leave both, and the last one counts."""
    source = "".join(path.read_text(encoding="utf-8") for file in files for path in ROOT.glob(file))
    named = re.findall(rf"^    Action\.(\w+): {row}\(", source, flags=re.MULTILINE)
    assert sorted(named) == sorted(action.name for action in Action)


def _keys_written_twice(source: str) -> list[str]:
    tables = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict))
    counts = (Counter(_written(key) for key in table.keys if key is not None) for table in tables)
    return [key for table in counts for key, count in table.items() if count > 1]


def _written(key: ast.expr) -> str:
    return repr(key.value) if isinstance(key, ast.Constant) else ast.unparse(key)


@pytest.mark.parametrize("room", ROOMS)
def test_no_table_of_any_room_has_a_key_twice(room: str) -> None:
    paths = sorted((ROOT / room).rglob("*.py"))
    twice = {str(path.relative_to(ROOT)): _keys_written_twice(path.read_text(encoding="utf-8")) for path in paths}
    assert twice
    assert {path: keys for path, keys in twice.items() if keys} == {}


@every_row("action", Action)
def test_what_can_be_typed_or_pressed_has_its_function_and_its_words(action: Action) -> None:
    row, entry, words = ACTIONS[action], ENTRIES[action], WORDS[action]
    is_slow = action in PREPARED - BY_BUTTON
    assert bool(row.command or row.link) == (entry.typed is not None or is_slow)
    assert bool(row.command) == bool(words.does)
    assert (entry.pressed is not None or action in PREPARED) == bool(words.label)
    assert bool(words.verbs or words.phrases or words.of_people) <= bool(row.command)


@every_row("action", Action)
def test_a_buttons_code_leads_back_to_its_action(action: Action) -> None:
    assert Press.decode(Press(action, 12, 3).encode()) == Press(action, 12, 3)


def test_every_event_question_and_sense_is_served() -> None:
    assert set(EVENTS) == set(What) - NAMED
    assert set(QUESTIONS) == ASKED
    assert set(SENSES) == set(Sense) - {Sense.ACT}


@every_row("action", [act for act, row in ACTIONS.items() if row.is_list and WORDS[act].label])
def test_what_the_button_of_a_list_says_asks_for_it_in_words_as_well(action: Action) -> None:
    assert understand(WORDS[action].label).command == ACTIONS[action].command
