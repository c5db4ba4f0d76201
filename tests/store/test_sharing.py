"""Processes share bureaux fairly, whoever comes and goes: a model with simulated time plays the real rules."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from store.postgres.lease import HOLDS_FOR, RENEWED_EVERY
from store.postgres.sharing import HEARD_WITHIN, INTRODUCED, RESERVED_FOR, Duty, Share, Standing
from store.postgres.standby import ASKED_EVERY

STEP = 0.1
#: A clean stop takes at most so long.
STOPS_WITHIN = 1.5
BUREAUX = [f"b{number}" for number in range(12)]


@dataclass
class Schema:
    """The tables of one bureau."""

    holder: str = ""
    until: float = -1e9
    heard: dict[str, tuple[int, float]] = field(default_factory=dict)
    free_since: float = 0.0  # since when nobody has it
    asked_since: float = 0.0  # since when somebody could have it

    def others(self, own: str, now: float) -> list[Standing]:
        return [
            Standing(name, load)
            for name, (load, seen) in self.heard.items()
            if name != own and now - seen <= HEARD_WITHIN
        ]


class Process:
    """One process of the fleet, which looks at each bureau at moments of its own."""

    def __init__(self, name: str, bureaux: list[str], now: float, chance: random.Random) -> None:
        self.duty = Duty(name)
        self.came_at = now
        self.shares = {bureau: Share(bureau, self.duty) for bureau in bureaux}
        self.next_look = {bureau: now + chance.uniform(0, ASKED_EVERY) for bureau in bureaux}
        self.holds: set[str] = set()
        self.stopping: dict[str, tuple[float, str]] = {}  # when it will have stopped, and its heir


class World:
    """Databases and processes, and what must always hold."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = 0.0
        self.schemas = {bureau: Schema() for bureau in BUREAUX}
        self.processes: list[Process] = []
        self.moves = 0
        self._made = 0

    def join(self, bureaux: list[str] = BUREAUX) -> Process:
        self._made += 1
        process = Process(f"p{self.chance.randrange(100)}-{self._made}", bureaux, self.now, self.chance)
        for bureau in bureaux:
            if not any(bureau in other.shares for other in self.processes):
                self.schemas[bureau].asked_since = self.now
        self.processes.append(process)
        return process

    def kill(self, process: Process) -> None:
        """Nothing of it is told to anybody."""
        self.processes.remove(process)
        for bureau in process.holds:
            self.schemas[bureau].free_since = self.schemas[bureau].until

    def stop(self, process: Process) -> None:
        self.processes.remove(process)
        for bureau in process.holds:
            self._release(self.schemas[bureau])
        for bureau, share in process.shares.items():
            self.schemas[bureau].heard.pop(share.holder, None)

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            self.now += STEP
            for process in self.processes:
                for bureau in process.shares:
                    self._look(process, bureau)
            self._require_holders()

    def loads(self) -> list[int]:
        return sorted(len(process.holds) for process in self.processes)

    def _look(self, process: Process, bureau: str) -> None:
        if bureau in process.stopping:
            return self._finish(process, bureau)
        if self.now < process.next_look[bureau]:
            return None
        every = RENEWED_EVERY if bureau in process.holds else ASKED_EVERY
        process.next_look[bureau] = self.now + every * self.chance.uniform(0.9, 1.2)
        act = self._renew if bureau in process.holds else self._stand_by
        return act(process, bureau, self.schemas[bureau])

    def _renew(self, process: Process, bureau: str, schema: Schema) -> None:
        share = process.shares[bureau]
        assert schema.holder == share.holder
        schema.until = self.now + HOLDS_FOR
        heir = share.heir(self.now, schema.others(share.holder, self.now))
        if heir is not None:
            assert len(process.stopping) == 0  # one at a time
            process.stopping[bureau] = (self.now + self.chance.uniform(0, STOPS_WITHIN), heir)

    def _finish(self, process: Process, bureau: str) -> None:
        ends_at, heir = process.stopping[bureau]
        if self.now >= ends_at:
            del process.stopping[bureau]
            process.holds.remove(bureau)
            self._release(self.schemas[bureau], heir, RESERVED_FOR)
            process.shares[bureau].let_go(self.now)
            process.shares[bureau].stand_by()

    def _release(self, schema: Schema, heir: str = "", reserved: float = 0.0) -> None:
        schema.holder, schema.until, schema.free_since = heir, self.now + reserved, self.now

    def _stand_by(self, process: Process, bureau: str, schema: Schema) -> None:
        share = process.shares[bureau]
        is_heir, is_free = schema.holder == share.holder, schema.until < self.now
        others = schema.others(share.holder, self.now)
        if share.claims(self.now, others, is_free=is_free, is_heir=is_heir):
            schema.holder, schema.until = share.holder, self.now + HOLDS_FOR
            schema.heard.pop(share.holder, None)
            process.holds.add(bureau)
            self.moves += 1
        else:
            schema.heard[share.holder] = (share.standing.load, self.now)

    def _require_holders(self) -> None:
        """Nobody is without a holder longer than a lease, once there is somebody."""
        held = {bureau for process in self.processes for bureau in process.holds}
        wanted = {bureau for process in self.processes for bureau in process.shares}
        for bureau, schema in self.schemas.items():
            if bureau in wanted - held:
                since = max(schema.free_since, schema.asked_since + INTRODUCED)
                assert self.now - since <= HOLDS_FOR, (bureau, self.now)


EVENTS = st.lists(
    st.tuples(st.sampled_from(["join", "join", "kill", "stop"]), st.floats(0.0, 20.0), st.integers(0, 9)), max_size=8
)


@settings(max_examples=50)
@given(events=EVENTS, seed=st.integers(0, 2**32))
def test_whoever_comes_and_goes_loads_settle_with_a_difference_of_one_at_most(
    events: list[tuple[str, float, int]], seed: int
) -> None:
    world = World(seed)
    world.join()
    for kind, pause, which in events:
        world.run(pause)
        if kind == "join" or not world.processes:
            if len(world.processes) < 5:
                world.join()
        else:
            process = world.processes[which % len(world.processes)]
            (world.kill if kind == "kill" else world.stop)(process)
    if not world.processes:
        world.join()
    world.run(60.0)
    assert sum(world.loads()) == len(BUREAUX)
    assert world.loads()[-1] - world.loads()[0] <= 1
    moves = world.moves
    world.run(20.0)
    assert world.moves == moves


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_who_comes_takes_over_one_after_another_and_nothing_moves_without_need(seed: int) -> None:
    world = World(seed)
    first = world.join()
    world.run(5.0)
    assert first.duty.load == len(BUREAUX)
    world.join()
    world.join()
    world.run(60.0)
    assert world.loads() == [4, 4, 4]
    assert world.moves <= len(BUREAUX) + 9


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_processes_that_start_together_share_from_the_beginning(seed: int) -> None:
    world = World(seed)
    for _ in range(3):
        world.join()
    world.run(INTRODUCED + 3.0)
    assert sum(world.loads()) == len(BUREAUX)
    assert max(world.loads()) <= 9


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_what_only_one_process_can_run_does_not_keep_the_others_from_sharing(seed: int) -> None:
    world = World(seed)
    odd = world.join(BUREAUX[:6])
    world.run(5.0)
    world.join(BUREAUX[6:])
    world.run(5.0)
    world.join(BUREAUX[6:])
    world.run(60.0)
    assert len(odd.holds) == 6
    assert world.loads() == [3, 3, 6]
