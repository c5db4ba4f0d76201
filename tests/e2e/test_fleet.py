"""``bot.py fleet``: many bureaux in one process, which know nothing of one another."""

from functools import partial
from pathlib import Path

from store.ledger import Ledger
from tests.e2e.bureau import Bureau, did, within
from tests.e2e.fleet import OWNERS, a_city, token_of
from tests.e2e.process import PATIENCE
from tests.store.sample import NOW


async def test_one_bureaus_trouble_is_one_line_and_the_others_notice_nothing(tmp_path: Path) -> None:
    names = ("damaged", "faulty", "fine", "locked", "revoked", "well")
    async with a_city(tmp_path, names) as city:
        city.bureaux["faulty"].config.write_text('[telegram]\ntoken = "1:x"\nbase_ur = "x"\n', encoding="utf-8")
        city.bureaux["damaged"].path.write_text('{"items": ', encoding="utf-8")
        city.bureaux["revoked"].configure(token=token_of(99))
        held = Ledger.open(city.bureaux["locked"].path, at=NOW)
        await city.process.start()
        await city.answers("fine", "well")
        for name, why in (
            ("damaged", "台账文件无法读取"),
            ("faulty", "telegram.base_ur"),
            ("locked", "台账正由另一个程序使用"),
            ("revoked", "持续拒绝该令牌"),
        ):
            await city.said(f"[{name}]", "未能运行", why)
        await city.answers("fine", "well")
        held.close()
        await city.answers("locked")
        assert await city.process.stop() == 0
        assert "Traceback" not in city.process.said()
        assert [city.lines(f"[{name}]", "ERROR") for name in ("fine", "well")] == [0, 0]


async def test_files_are_added_changed_renamed_and_removed_while_the_fleet_runs(tmp_path: Path) -> None:
    async with a_city(tmp_path, ("first", "second")) as city:
        first, second = city.bureaux.values()
        await city.process.start()
        await city.answers()
        third = await city.add("third")
        await city.answers("third")
        second.config.write_text(
            second.config.read_text(encoding="utf-8") + "[office]\nadmins = [9007]\n", encoding="utf-8"
        )
        assert await within(PATIENCE, lambda: city.lines("[second]", "runs on") == 2)
        await second.ask("甲某", "/summary")
        first.config.rename(city.folder / "renamed.toml")
        assert await within(PATIENCE, lambda: city.lines("[renamed]", "runs on") == 1)
        await city.answers("first")
        third.config.unlink()
        assert await within(PATIENCE, lambda: _is_free(third.path))
        assert first.stock_items()[1]["title"] == "事项1"
        assert not city.lines("ERROR")
        assert await city.process.stop() == 0


async def test_of_two_files_with_one_bot_or_one_ledger_the_second_is_refused(tmp_path: Path) -> None:
    async with a_city(tmp_path, ("first", "other")) as city:
        first, _other = city.bureaux.values()
        same_bot = city.folder / "second.toml"
        same_bot.write_text(
            first.config.read_text(encoding="utf-8").replace("ledger.json", "another.json"), encoding="utf-8"
        )
        same_ledger = city.folder / "third.toml"
        same_ledger.write_text(
            first.config.read_text(encoding="utf-8").replace(token_of(0), token_of(7)), encoding="utf-8"
        )
        await city.process.start()
        await city.said("[second]", "telegram.token 与 first.toml 相同")
        await city.said("[third]", "store.path 与 first.toml 相同")
        await city.answers()
        same_ledger.unlink()
        first.config.unlink()
        assert await within(PATIENCE, lambda: city.lines("[second]", "runs on") == 1)
        await city.answers("other")
        assert await city.process.stop() == 0


async def test_a_stop_ends_every_bureau_within_ten_seconds_and_loses_nothing(tmp_path: Path) -> None:
    """docs/promises.md 27: twenty commands are on their way to each of three bureaux."""
    async with a_city(tmp_path, ("first", "second", "third"), items=20) as city:
        await city.process.start()
        await city.answers()
        for bureau in city.bureaux.values():
            for number in range(1, 21):
                await bureau.player(OWNERS[number % 2]).say(None, f"/done {number}")
        assert await city.process.stop(within=10.0) == 0
        await city.process.start()
        for bureau in city.bureaux.values():
            await bureau.until(partial(_has_answered, bureau, 21))
        assert await city.process.stop() == 0
        for bureau in city.bureaux.values():
            assert {(item["version"], *did(item)) for item in bureau.stock_items().values()} == {(2, "close_out")}


def _has_answered(bureau: Bureau, times: int) -> bool:
    return sum(len(bureau.private(name)) for name in OWNERS) >= times


def _is_free(path: Path) -> bool:
    """Whether nobody has the ledger."""
    try:
        Ledger.open(path, at=NOW).close()
    except Exception:  # noqa: BLE001
        return False
    return True
