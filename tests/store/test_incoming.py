"""What waits in the database for who has the ledger."""

from functools import partial
from pathlib import Path

import pytest

from playground.city.cluster import Place
from store.errors import NotSaved
from store.postgres.connection import connect
from store.postgres.incoming import IncomingTable
from store.postgres.tables import prepare
from tests.cut_proxy import cut_proxy


def test_it_waits_in_the_order_of_its_ids_once_each_until_it_is_dropped(place: Place, tmp_path: Path) -> None:
    with connect(place.url, place.schema) as connection:
        prepare(connection, place.schema)
    here, there = (IncomingTable(partial(connect, place.url, place.schema), tmp_path) for _ in range(2))
    for number, raw in ((12, b"twelve"), (9, b"nine"), (12, b"again"), (2**40, b"late")):
        here.put(number, raw)
    assert there.oldest(2) == [b"nine", b"twelve"]
    there.drop([9, 12, 13])
    assert here.oldest(100) == [b"late"]
    here.close()
    there.close()


def test_a_database_that_is_away_is_not_saved_and_goes_on_by_itself(place: Place, tmp_path: Path) -> None:
    with connect(place.url, place.schema) as connection:
        prepare(connection, place.schema)
    with cut_proxy(place.cluster.port) as proxy:
        table = IncomingTable(partial(connect, place.cluster.url(port=proxy.port), place.schema), tmp_path)
        table.put(1, b"one")
        proxy.cut()
        with pytest.raises(NotSaved):
            table.put(2, b"two")
        proxy.heal()
        table.put(2, b"two")
        assert table.oldest(10) == [b"one", b"two"]
        table.close()
