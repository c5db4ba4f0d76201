"""What operators read: it counts what happened, names nobody, and says when a bureau can't be served."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from config import load
from domain.condition import HEARD_WITHIN
from domain.letter import Urgency
from domain.rules import Rules
from monitoring.figures import BureauFigures, Figures, unready
from store.errors import NotSaved
from store.journal.files import folder_of
from store.ledger import Ledger
from tests.store.sample import NOW, an_item
from tests.store.test_serving import SlowDisk
from tests.transport.line import Line, full_disk, open_line
from transport.hearing import Hearing


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.write_text('[telegram]\ntoken = "1:a"\n', encoding="utf-8")
    return load(path, {}).rules


class Watched:
    """A line whose figures are read."""

    def __init__(self, line: Line, rules: Rules) -> None:
        self.line = line
        self.tick = 0.0
        self.hearing = Hearing(lambda: self.tick)
        self.figures = Figures()
        self.measured: BureauFigures = self.figures.attach(
            "east", line.ledger, rules, line.now, lambda: self.hearing.seconds_ago, lambda: self.hearing.failures
        )
        line.handle = self.measured.handling(line.echo)
        line.on_delivered = self.measured.delivered
        line.courier = line.new_courier()
        line.intake = line.new_intake()

    def read(self) -> dict[str, float]:
        """Every sample of the bureau, by name and urgency."""
        families = text_string_to_metric_families(self.figures.page().decode())
        samples = [sample for family in families for sample in family.samples if "le" not in sample.labels]
        assert {sample.labels.get("bureau", "east") for sample in samples} == {"east"}
        return {sample.name + sample.labels.get("urgency", ""): sample.value for sample in samples}

    @property
    def lacks(self) -> list[str]:
        return [*unready(self.figures.bureaux["east"])]


@asynccontextmanager
async def watched(path: Path, rules: Rules) -> AsyncIterator[Watched]:
    async with open_line(path) as line:
        line.playground.person(7, "甲某")
        yield Watched(line, rules)


async def test_an_answer_is_timed_from_the_updates_arrival_and_pushes_are_not_answers(
    tmp_path: Path, rules: Rules
) -> None:
    async with watched(tmp_path, rules) as found:
        line = found.line
        await line.playground.player(7).say(None, "还在吗")
        line.run(line.new_receiver(), line.intake, line.courier)
        await line.playground.wait_for(lambda: line.texts(7))
        line.post(7, "晨报", urgency=Urgency.DIGEST)
        line.post(7, "通知", urgency=Urgency.NOTICE)
        await line.settled()
        read = found.read()
        assert read["duban_answer_seconds_count"] == 1
        assert 0 <= read["duban_answer_seconds_sum"] < 60
        assert read["duban_push_lateness_seconds_count"] == 1
        assert read["duban_append_seconds_count"] >= 3
        assert read["duban_durable_wait_seconds_count"] >= 3


async def test_how_things_stand_is_read_from_the_ledger_when_somebody_asks(tmp_path: Path, rules: Rules) -> None:
    async with watched(tmp_path, rules) as found:
        line = found.line
        for urgency in (Urgency.ALERT, Urgency.ALERT, Urgency.ANSWER):
            line.post(7, "不告诉任何人", urgency=urgency)
        await line.new_arrivals().keep([{"update_id": 5, "message": {"chat": {"id": 7}, "text": "词"}}])
        found.hearing.failed()
        read = found.read()
        assert [read[f"duban_outbox{name}"] for name in ("answer", "notice", "alert", "digest")] == [1, 0, 2, 0]
        assert (read["duban_inbox"], read["duban_lease_held"], read["duban_receive_failures_total"]) == (1, 1, 1)
        assert read["duban_disk_free_bytes"] > 0
        assert read["duban_checkpoint_age_seconds"] >= 0
        assert "duban_telegram_heard_seconds" not in read
        assert "duban_lease_epoch" not in read
        page = found.figures.page().decode()
        assert "甲某" not in page
        assert "不告诉" not in page
        assert read["process_open_fds"] > 0
        found.figures.detach("east")
        assert "east" not in found.figures.page().decode().partition("duban_outbox")[2]


async def test_a_bureau_is_ready_while_telegram_is_heard_and_the_ledger_may_be_written(
    tmp_path: Path, rules: Rules
) -> None:
    async with watched(tmp_path, rules) as found:
        assert found.lacks == ["telegram"]
        found.hearing.heard()
        assert found.lacks == []
        found.tick += HEARD_WITHIN.total_seconds() + 1
        assert found.lacks == ["telegram"]
        found.hearing.heard()
        moved = tmp_path.with_name("moved")
        shutil.move(tmp_path, moved)
        assert found.lacks == ["ledger"]
        assert found.read()["duban_ready"] == 0
        shutil.move(moved, tmp_path)
        assert found.lacks == []
        with full_disk(), pytest.raises(NotSaved):
            found.line.post(7, "词")
        assert found.read()["duban_append_seconds_count"] == 1, "a failed append takes time as well"


async def test_a_bureau_whose_disk_does_not_answer_is_not_ready(
    tmp_path: Path, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.journal.months.QUICK", -1.0)
    disk, path, figures = SlowDisk(), tmp_path / "ledger.json", Figures()
    folder_of(path).mkdir()  # which is looked for on the machine's own disk
    ledger = Ledger.open(path, at=NOW, disk=disk)
    ledger.begin_serving()
    figures.attach("east", ledger, rules, lambda: NOW, lambda: 1.0, lambda: 0)
    for holds in (False, True):
        if holds:
            disk.goes_on.clear()
        with ledger.transaction(at=NOW, by="test", did="add") as tx:
            tx.add_item(an_item())
    lacks = [unready(figures.bureaux["east"])]
    monkeypatch.setattr("store.journal.months.WITHIN", 0.0)
    lacks.append(unready(figures.bureaux["east"]))
    disk.goes_on.set()
    await ledger.durable()
    assert [*lacks, unready(figures.bureaux["east"])] == [(), ("ledger",), ()]
    ledger.abandon()
