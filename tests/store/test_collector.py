"""When Python collects garbage, and when it does not."""

import gc
import subprocess
import sys

from store.collector import without_collector


def test_nothing_is_collected_while_a_lot_is_made() -> None:
    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


_OVERLAPPING = """
import gc
from store.collector import without_full_collections

before = gc.get_threshold()
one, other = without_full_collections(), without_full_collections()
with one:
    other.__enter__()
    print(gc.isenabled(), gc.get_threshold()[:2] == before[:2], gc.get_threshold()[2] > 1_000 * before[2])
print(gc.get_threshold()[2] > 1_000 * before[2])
other.__exit__(None, None, None)
print(gc.get_threshold() == before)
"""


def test_the_young_are_collected_while_full_collections_wait() -> None:
    """Two looks may overlap, and end in any order."""
    assert _in_a_process_of_its_own(_OVERLAPPING) == ["True"] * 5


_SERVING_ALONE = """
import gc
from store.collector import begin_serving_alone, collect_at_night, without_collector

begin_serving_alone()
print(gc.isenabled(), gc.get_threshold()[2] >= 1_000_000)
left_out = gc.get_freeze_count()
with without_collector():
    lasting = [[] for _ in range(10_000)]
print(gc.get_freeze_count() - left_out >= 10_000, len(gc.get_objects(0)) < 1_000)
circle = []
circle.append(circle)
number = id(circle)
del circle
collect_at_night()
print(any(id(each) == number for each in gc.get_objects()), len(gc.get_objects(2)) < 10)
"""


def test_in_a_process_of_one_bureau_what_lasts_is_never_walked_through_again() -> None:
    assert _in_a_process_of_its_own(_SERVING_ALONE) == ["True", "True", "True", "True", "False", "True"]


_SERVING_SEVERAL = """
import gc
from store.collector import without_collector

before = gc.get_freeze_count()
with without_collector():
    pass
print(gc.get_freeze_count() == before)
"""


def test_where_several_bureaux_share_a_process_python_collects_by_itself() -> None:
    assert _in_a_process_of_its_own(_SERVING_SEVERAL) == ["True"]


def _in_a_process_of_its_own(program: str) -> list[str]:
    """The words it prints. Here a bureau may have been served before, which lasts as long as the process."""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return told.stdout.split()
