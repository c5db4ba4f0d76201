"""`bot.py check --online` leads a new operator from an empty folder to a bureau that can be reached."""

from pathlib import Path

import pytest

from playground.telegram.server import Playground
from tests.e2e.bureau import TOKEN, Bureau, Post
from tests.e2e.process import ROOT, run_cli


async def test_an_empty_folder_is_told_what_comes_first(tmp_path: Path) -> None:
    """A list of things to do is no fault: the bot could run."""
    async with Playground(token=TOKEN) as telegram:
        config = tmp_path / "config.toml"
        config.write_text(f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "{telegram.base_url}"\n', encoding="utf-8")
        code, out, _ = await run_cli("check", "--online", "--config", str(config))
    assert code == 0
    first, bot, privacy, roster, office, end = out.splitlines()
    assert first == "配置无误。"
    assert bot.startswith("✓ 机器人 @")
    assert privacy.startswith("· 机器人为隐私模式")
    assert roster.startswith("○ 花名册为空")
    assert office.startswith("○ 办公室无人可收到消息")
    assert end == "尚有2处待办，请自上而下处理。"


async def test_reminders_in_the_quiet_hours_are_remarked_upon(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[telegram]\ntoken = "{TOKEN}"\n[reminders]\nalerts_at = ["09:30", "20:30"]\n', encoding="utf-8")
    code, out, _ = await run_cli("check", "--config", str(config))
    assert code == 0
    assert out.splitlines() == [
        "配置无误。",
        "· 20:30 在免打扰时段（reminders.quiet_hours）内，届时不推送：请调整时间或时段",
    ]


async def test_alert_times_after_closing_only_are_remarked_upon(tmp_path: Path) -> None:
    """Fault 3.6: a 到期提醒 that can never go out in time is said before anybody waits for it."""
    config = tmp_path / "config.toml"
    config.write_text(f'[telegram]\ntoken = "{TOKEN}"\n[reminders]\nalerts_at = ["18:00"]\n', encoding="utf-8")
    code, out, _ = await run_cli("check", "--config", str(config))
    assert code == 0
    assert "都不早于下班时间17:30" in out


@pytest.mark.parametrize("command", ["check", "run"])
async def test_the_example_as_it_is_is_told_to_need_a_token(tmp_path: Path, command: str) -> None:
    """Fault 6.12: 配置无误 used to be said of the example's placeholder."""
    config = tmp_path / "config.toml"
    config.write_text((ROOT / "config.example.toml").read_text(encoding="utf-8"), encoding="utf-8")
    code, out, said = await run_cli(command, "--config", str(config))
    assert (code, out) == (2, "")
    assert "telegram.token：应为BotFather 发放的令牌，现在仍是示例文字" in said
    assert "paste" not in said


async def test_what_is_mended_is_no_longer_told(bureau: Bureau) -> None:
    bureau.roster += [Post("丁某", "养老服务股", "staff", None), Post("分管乙", "", "deputy", 9010)]
    for unit in ("办公室", "社会救助股", "养老服务股"):
        bureau.add_group(unit)
    bureau.groups.pop("养老服务股")
    bureau.write_ledger()
    code, out, _ = await bureau.cli("check", "--online")
    assert code == 0
    assert [line[0] for line in out.splitlines()[1:-1]] == [*"✓·○○○✓✓"]
    assert "丁某" in out
    assert "分管乙" in out
    assert "养老服务股" in out
    assert out.splitlines()[-1] == "尚有3处待办，请自上而下处理。"


async def test_a_bureau_that_can_be_reached_is_ready(bureau: Bureau) -> None:
    for unit in ("办公室", "社会救助股", "养老服务股", ""):
        bureau.add_group(unit)
    bureau.write_ledger()
    code, out, _ = await bureau.cli("check", "--online")
    assert (code, out.splitlines()[-1]) == (0, "一切就绪。")
    bureau.groups["养老服务股"].forbid_writing()
    bureau.groups["养老服务股"].demote_bot()
    code, out, _ = await bureau.cli("check", "--online")
    assert code == 2
    assert "× 机器人在群“养老服务股”被禁言" in out
    assert "✓ 群“全局”可用" in out


async def test_a_ledger_that_cannot_be_read_is_told_in_words(bureau: Bureau) -> None:
    bureau.path.write_text("not JSON", encoding="utf-8")
    code, _, error = await bureau.cli("check", "--online")
    assert code == 1
    assert "docs/restore.zh-CN.md" in error


async def test_a_rehearsal_begins_with_no_faulty_configuration(tmp_path: Path) -> None:
    """Every command takes ``--config FILE``, the demonstration too."""
    config = tmp_path / "config.toml"
    config.write_text('[reminders]\ndigest_at = "25:00"\n', encoding="utf-8")
    code, out, complaint = await run_cli("demo", "--config", str(config), "--port", "0")
    assert (code, out) == (2, "")
    assert "reminders.digest_at" in complaint


@pytest.mark.parametrize("command", [("verify",), ("backup", "copy")])
async def test_a_ledger_that_is_not_there_is_neither_sound_nor_saved(tmp_path: Path, command: tuple[str, ...]) -> None:
    """With ``store.path`` misspelt, an empty folder used to be called a backup, and no journal a sound one."""
    config = tmp_path / "config.toml"
    config.write_text(f'[telegram]\ntoken = "{TOKEN}"\n[store]\npath = "misspelt.json"\n', encoding="utf-8")
    name, *rest = command
    code, out, complaint = await run_cli(name, "--config", str(config), *(str(tmp_path / each) for each in rest))
    assert (code, out) == (1, "")
    assert "misspelt.json" in complaint
    assert _names(tmp_path) == ["config.toml"]


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]
