"""When Python collects garbage, and when it does not."""

import gc

from store.collector import without_collector, without_full_collections


def test_nothing_is_collected_while_a_lot_is_made() -> None:
    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_young_are_collected_while_full_collections_wait() -> None:
    """Two looks may overlap, and end in any order."""
    before = gc.get_threshold()
    one, other = without_full_collections(), without_full_collections()
    with one:
        other.__enter__()
        assert gc.isenabled()
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > 1_000 * before[2]
    assert gc.get_threshold()[2] > 1_000 * before[2]
    other.__exit__(None, None, None)
    assert gc.get_threshold() == before
