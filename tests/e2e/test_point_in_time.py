"""Recovery to a point in time: a base backup and the archive of the write-ahead log bring back any instant."""

import pytest

from playground.city.cluster import find_postgres, running_cluster
from tests.chaos.machines import machines_on
from tests.e2e.bureau import Bureau, did
from tests.postgres import MISSING


async def test_the_ledger_of_an_instant_comes_back_and_its_chain_holds(bureau: Bureau) -> None:
    """docs/cluster.md. Commands of before and after the base backup are there; those after the instant are not."""
    programs = find_postgres()
    if programs is None:
        pytest.skip(MISSING)
    for number in (1, 2, 3):
        bureau.add_item(number)
    with running_cluster(programs) as cluster, cluster.place() as place:
        archive = cluster.folder / "archive"
        cluster.archive(archive)
        async with machines_on(bureau, place) as machines:
            machine = machines.both[0]
            await machine.start()
            bureau.bot = machine.bot
            await bureau.ask("甲某", "/done 1")
            with cluster.base_backup() as copy:
                await bureau.ask("甲某", "/done 2")
                await bureau.idle()
                head = await machine.verify("--head")
                [(instant,)] = cluster.execute("select clock_timestamp()::text")
                await bureau.ask("甲某", "/done 3")
                assert await machines.stop() == 0
                assert await machine.verify("--head") != head
                cluster.switch_wal()
                cluster.stop()
                copy.recover(archive, str(instant))
                machine.url = copy.url()
                machine.configure()
                assert await machine.verify("--head") == head
                items = await machines.items()
    assert [did(items[number]) for number in (1, 2, 3)] == [["close_out"], ["close_out"], []]
