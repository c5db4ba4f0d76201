"""The disk fills up, a byte rots, a write is torn: the last committed state loads, or the fault is named."""

import pytest

from tests.e2e.bureau import Bureau, did


@pytest.mark.parametrize("is_stopped", [True, False], ids=["stopped", "killed"])
async def test_a_full_disk_acknowledges_nothing_and_forgets_nothing(bureau: Bureau, *, is_stopped: bool) -> None:
    """docs/promises.md 3: no file may grow any more; then there is room again."""
    bureau.add_item(12)
    bureau.add_item(13)
    await bureau.open()
    await bureau.ask("甲某", "/done 12")
    await bureau.idle()
    assert await bureau.bot.stop() == 0
    await bureau.start(largest_file=bureau.journal().stat().st_size + 100)
    said = await bureau.ask("甲某", "/done 13")
    assert said.startswith("暂未保存，将自动重试")
    assert len(bureau.telegram.updates) == 1
    if is_stopped:
        assert await bureau.bot.stop() == 0
        await bureau.start()
    else:
        await bureau.restart()
    await bureau.until(lambda: len(bureau.private("甲某")) > 2)
    await bureau.idle()
    assert bureau.first_lines("甲某") == [
        "✅ 第12号 事项12 已办结",
        said.splitlines()[0],
        "✅ 第13号 事项13 已办结",
    ]
    assert {number: did(item) for number, item in (await bureau.items()).items()} == {
        12: ["close_out"],
        13: ["close_out"],
    }
    assert (await bureau.cli("verify"))[0] == 0


@pytest.mark.parametrize("is_stopped", [True, False], ids=["stopped", "killed"])
async def test_a_full_disk_keeps_nobody_from_reading(bureau: Bureau, *, is_stopped: bool) -> None:
    """docs/promises.md 3 and 1: a list is answered, its update not confirmed; after an end it is answered once more."""
    bureau.add_item(12)
    bureau.add_item(13, "丙某")
    await bureau.open()
    await bureau.idle()
    assert await bureau.bot.stop() == 0
    await bureau.start(largest_file=bureau.journal().stat().st_size + 100)
    said = await bureau.ask("甲某", "/mytasks")
    assert "第12号 事项12" in said
    assert len(bureau.telegram.updates) == 1
    assert (await bureau.ask("丙某", "/done 13")).startswith("暂未保存")
    if is_stopped:
        assert await bureau.bot.stop() == 0
        await bureau.start()
    else:
        await bureau.restart()
    await bureau.idle()
    assert [message.text for message in bureau.private("甲某")] == [said, said]
    assert "✅ 第13号 事项13 已办结" in bureau.first_lines("丙某")
    assert (await bureau.cli("verify"))[0] == 0


async def _with_a_journal(bureau: Bureau) -> list[bytes]:
    """The lines of a journal of three commands, after which the process was killed."""
    for number in (12, 13, 14):
        bureau.add_item(number)
    await bureau.open()
    for number in (12, 13, 14):
        await bureau.ask("甲某", f"/done {number}")
    await bureau.bot.kill()
    return bureau.journal().read_bytes().rstrip(b"\0").splitlines(keepends=True)


def _flip(line: bytes) -> bytes:
    middle = len(line) // 2
    return line[:middle] + bytes([line[middle] ^ 1]) + line[middle + 1 :]


async def test_an_altered_byte_is_found_and_its_line_named(bureau: Bureau) -> None:
    """docs/promises.md 3: in the first line, the last and one between; by ``verify`` and by the bot at its start."""
    lines = await _with_a_journal(bureau)
    for number in (0, len(lines) - 1, len(lines) // 2):
        altered = [*lines[:number], _flip(lines[number]), *lines[number + 1 :]]
        bureau.journal().write_bytes(b"".join(altered))
        code, _, error = await bureau.cli("verify")
        assert code == 1
        assert f"{bureau.journal().name} 第{number + 1}行" in error
    found = bureau.journal().read_bytes()
    await bureau.bot.start()
    assert await bureau.bot.exited() == 1
    assert f"{bureau.journal().name} 第{len(lines) // 2 + 1}行" in bureau.bot.said()
    assert bureau.journal().read_bytes() == found


async def test_only_a_torn_end_is_cut_and_it_is_saved_aside(bureau: Bureau) -> None:
    """docs/promises.md 3: the last record lost its second half."""
    lines = await _with_a_journal(bureau)
    torn = lines[-1][: len(lines[-1]) // 2]
    bureau.journal().write_bytes(b"".join(lines) + torn + bytes(1000))  # the free space after the text
    assert (await bureau.cli("verify"))[0] == 1
    await bureau.start()
    await bureau.idle()
    assert all(did(item) == ["close_out"] for item in (await bureau.items()).values())
    (aside,) = bureau.journal().parent.glob("*.torn-*")
    assert aside.read_bytes() == torn
    assert (await bureau.cli("verify"))[0] == 0
