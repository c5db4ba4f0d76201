"""The commands of an operator whose ledger is in PostgreSQL."""

import shutil
from collections.abc import Callable
from pathlib import Path
from socket import gethostname

import pytest

from store.journal.verify import verify
from store.ledger import Ledger
from store.postgres.engine import PostgresEngine
from store.postgres.holding import DatabaseHolding
from tests.e2e.bureau import TOKEN
from tests.e2e.fleet import a_shared_city
from tests.e2e.process import run_cli
from tests.postgres import Cluster, Place
from tests.store.sample import NOW, an_item


def _config(folder: Path, url: str, schema: str) -> Path:
    path = folder / "config.toml"
    store = f'[store]\npath = "ledger.json"\nurl = "{url}"\nschema = "{schema}"\n'
    nowhere = 'base_url = "http://127.0.0.1:1"'
    path.write_text(f'[telegram]\ntoken = "{TOKEN}"\n{nowhere}\n{store}', encoding="utf-8")
    return path


@pytest.fixture
def config(place: Place, tmp_path: Path) -> Path:
    """A configuration that names a place where nothing is yet."""
    return _config(tmp_path, place.url, place.schema)


def _opened(place: Place, folder: Path) -> Ledger:
    return Ledger.open(
        folder / "ledger.json", at=NOW, engine=PostgresEngine(place.url, place.schema, folder / "ledger.json")
    )


async def test_a_ledger_is_checked_copied_and_exported_while_its_bot_runs(
    config: Path, place: Place, tmp_path: Path
) -> None:
    assert (await run_cli("check", "--config", str(config)))[:2] == (0, "配置无误。\n")
    code, _, said = await run_cli("verify", "--config", str(config))
    assert code == 1
    assert said.startswith("没有找到台账：127.0.0.1:")
    assert "store.schema" in said
    running = _opened(place, tmp_path)
    with running.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(12))
    workbook, copy = tmp_path / "out.xlsx", tmp_path / "copy"
    assert (await run_cli("verify", "--head", "--config", str(config)))[:2] == (0, f"{running.head()}\n")
    assert (await run_cli("verify", "--code", running.head()[:10], "--config", str(config)))[0] == 0
    assert (await run_cli("verify", "--code", "0" * 10, "--config", str(config)))[0] == 3
    assert (await run_cli("backup", str(copy), "--config", str(config)))[0] == 0
    assert verify(copy / "ledger.json").head == running.head()
    assert (await run_cli("export", str(workbook), "--config", str(config)))[0] == 0
    code, _, said = await run_cli("import", str(workbook), "--yes", "--config", str(config))
    assert code == 1
    assert said.startswith("台账正由另一个程序使用")
    running.close()
    code, out, _ = await run_cli("import", str(workbook), "--yes", "--config", str(config))
    assert code == 0, out


_WRONG: dict[str, Callable[[Place], str]] = {
    "密码缺失或错误": lambda place: f"{place.cluster.guard('open-sesame')}?password=hush",
    "没有这个数据库": lambda place: place.cluster.url(database="elsewhere"),
    "连接不上": lambda place: place.cluster.url(port=1),
    "不等待落盘": lambda place: f"{place.url}?options=-c%20synchronous_commit%3Doff",
}


@pytest.mark.parametrize("command", ["check", "verify"])
@pytest.mark.parametrize("words", _WRONG)
async def test_a_database_that_can_not_be_used_is_one_line(
    place: Place, tmp_path: Path, command: str, words: str
) -> None:
    config = _config(tmp_path, _WRONG[words](place), place.schema)
    code, _, said = await run_cli(command, "--config", str(config))
    assert code == 1
    assert words in said
    assert len(said.splitlines()) == 1
    assert "hush" not in said


async def test_a_ledger_is_moved_by_one_confirmed_command(config: Path, place: Place, tmp_path: Path) -> None:
    blank = _opened(place, tmp_path / "blank")
    with blank.transaction(at=NOW, by="", did="digest") as tx:
        tx.tell("digest-day|2026-11-18", NOW)
    blank.close()
    ledger = Ledger.open(tmp_path / "old.json", at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(12))
    head = ledger.head()
    old = tmp_path / "old.toml"
    old.write_text(f'[telegram]\ntoken = "{TOKEN}"\n[store]\npath = "old.json"\n', encoding="utf-8")
    there = ("move-ledger", "--config", str(old), "--to", str(config))
    back = ("move-ledger", "--config", str(config), "--to", str(old), "--yes")
    assert (await run_cli(*there, "--yes"))[0] == 1, "its bot runs"
    ledger.close()
    code, out, _ = await run_cli(*there, given="n\n")
    assert (code, "移动后原处停用" in out) == (0, True)
    assert verify(tmp_path / "old.json").head == head
    code, out, _ = await run_cli(*there, given="y\n")
    assert (code, f"校验码不变：{head}" in out, "原有一份空台账" in out) == (0, True, True)
    assert (await run_cli("verify", "--head", "--config", str(config)))[1] == f"{head}\n"
    code, out, said = await run_cli("verify", "--head", "--config", str(old))
    assert (code, out, head in said, "此处停用" in said) == (1, "", True, True)
    code, _, said = await run_cli("import", str(config), "--config", str(old))
    assert (code, said.startswith("该文件只是副本")) == (1, True)
    code, out, _ = await run_cli(*back)
    assert (code, f"校验码不变：{head}" in out) == (0, True)
    assert (await run_cli("verify", "--head", "--config", str(old)))[1] == f"{head}\n"
    kept_at = f"主机 {gethostname()} 的文件 {tmp_path / 'old.json'}"
    left = f"台账已用 move-ledger 移出数据库，现为{kept_at}：请用该文件的配置启动。\n"
    code, out, said = await run_cli("verify", "--config", str(config))
    assert (code, out, f"校验码：{head}" in said, kept_at in said) == (1, "", True, True)
    for given, found in ((head, 0), ("0" * 64, 3)):
        code, _, said = await run_cli("verify", "--code", given, "--config", str(config))
        assert (code, kept_at in said, "移走时留下" in said) == (found, True, True)
    assert await run_cli("check", "--config", str(config)) == (1, "配置无误。\n", left)
    code, _, said = await run_cli("run", "--config", str(config))
    assert (code, said.splitlines(keepends=True)[-1:]) == (1, [left]), said
    same = await run_cli("move-ledger", "--config", str(old), "--to", str(old), "--yes")
    assert (same[0], "一份为文件" in same[2]) == (1, True)


async def test_a_backup_goes_into_another_schema_as_the_page_says(config: Path, place: Place, tmp_path: Path) -> None:
    """docs/restore.md: what came after the backup stays in the schema that is left."""
    ledger = _opened(place, tmp_path)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(12))
    head = ledger.head()
    backup, restored = tmp_path / "backup", tmp_path / "restored.toml"
    assert (await run_cli("backup", str(backup), "--config", str(config)))[0] == 0
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(13))
    after = ledger.head()
    ledger.close()
    shutil.copytree(backup, tmp_path / "restored")
    restored.write_text(f'[telegram]\ntoken = "{TOKEN}"\n[store]\npath = "restored/ledger.json"\n', encoding="utf-8")
    with place.cluster.place() as other:
        elsewhere = _config(tmp_path, place.url, other.schema)
        assert (await run_cli("verify", "--head", "--config", str(restored)))[1] == f"{head}\n"
        code, _, said = await run_cli("move-ledger", "--config", str(restored), "--to", str(elsewhere), "--yes")
        assert code == 0, said
        assert (await run_cli("verify", "--head", "--config", str(elsewhere)))[1] == f"{head}\n"
        again = _opened(other, tmp_path)
        assert [item.number for item in again.all_items()] == [12]
        again.close()
    assert DatabaseHolding(place.url, place.schema, tmp_path / "ledger.json").verify().head == after


async def test_evidence_of_a_ledger_in_a_database_is_fetched_while_its_bot_runs(
    tmp_path: Path, cluster: Cluster
) -> None:
    cluster.start()
    async with a_shared_city(tmp_path, cluster, ("minzheng",)) as city:
        await city.start("one")
        bureau, folder = city.bureaux["minzheng"], tmp_path / "佐证"
        await bureau.player("甲某").send_file(None, "核查.pdf", b"%PDF", "1 核查")
        await bureau.until(lambda: bureau.private("甲某"))
        for fetched in (1, 0):
            code, printed, said = await run_cli(
                "evidence", str(folder), "--config", str(tmp_path / "one" / "minzheng.toml")
            )
            assert (code, f"共1个文件，本次取回{fetched}个" in printed) == (0, True), said
        assert (folder / "第1号" / "01.pdf").read_bytes() == b"%PDF"
