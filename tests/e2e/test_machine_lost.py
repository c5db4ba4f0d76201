"""A whole machine is lost, with the bot that has the ledger and the database's primary: the other one goes on."""

import time
from collections import Counter

from playground.city.cluster import DATABASE, USER, Cluster, Place
from tests.chaos.machines import Machines, machines_on
from tests.e2e.bureau import Bureau, did
from tests.e2e.process import PATIENCE

COMMANDS = 12
#: Seconds from the loss to the next answer.
GOES_ON_WITHIN = 30.0


async def test_a_lost_machine_with_the_primary_costs_no_command_and_less_than_thirty_seconds(
    bureau: Bureau, place: Place
) -> None:
    """docs/cluster.md: a replica that each commit waits for, an address with both hosts, ``pg_ctl promote``."""
    for number in range(1, COMMANDS + 1):
        bureau.add_item(number)
    primary = place.cluster
    async with machines_on(bureau, place) as machines:
        with primary.replica() as replica:
            primary.settle("synchronous_standby_names", "*")
            try:
                await _start(machines, bureau, primary, replica)
                await _close(bureau, range(1, COMMANDS // 2 + 1))
                await _answered(bureau, COMMANDS // 2)
                await _close(bureau, range(COMMANDS // 2 + 1, COMMANDS + 1))
                holder = machines.holder()
                primary.kill9()
                await holder.bot.kill()
                lost_at = time.monotonic()
                replica.promote()
                await _answered(bureau, COMMANDS)
                assert time.monotonic() - lost_at < GOES_ON_WITHIN
                assert await machines.stop() == 0
                items = await machines.items()
                assert (await machines.verify())[0] == 0
            finally:
                primary.start()
                primary.settle("synchronous_standby_names", "")
    assert {tuple(did(item)) for item in items.values()} == {("close_out",)}
    assert max(Counter(bureau.first_lines("甲某")).values()) <= 2  # one take-over


async def _start(machines: Machines, bureau: Bureau, primary: Cluster, replica: Cluster) -> None:
    """Both with an address that names both servers."""
    for machine in machines.both:
        hosts = f"127.0.0.1:{primary.port},127.0.0.1:{replica.port}"
        machine.url = f"postgresql://{USER}@{hosts}/{DATABASE}"
        await machine.start()
    await bureau.telegram.wait_for(lambda: bureau.count("getUpdates"), PATIENCE)


async def _close(bureau: Bureau, numbers: range) -> None:
    for number in numbers:
        await bureau.player("甲某").say(None, f"/done {number}")


async def _answered(bureau: Bureau, last: int) -> None:
    """Wait until every ``/done`` up to that number is answered."""
    wanted = {f"✅ 第{number}号 事项{number} 已办结" for number in range(1, last + 1)}
    await bureau.telegram.wait_for(lambda: wanted <= {*bureau.first_lines("甲某")}, PATIENCE)
