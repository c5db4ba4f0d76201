"""The figures of a real bot: off by default, served from the start, and without a name in them."""

import json
from http import HTTPStatus
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.bureau import TOKEN, Bureau
from tests.e2e.process import BotProcess
from tests.transport.line import free_port


async def fetch(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


def configure(bureau: Bureau, port: int) -> None:
    text = bureau.config.read_text(encoding="utf-8")
    bureau.config.write_text(f'{text}[monitoring]\nlisten = "127.0.0.1:{port}"\n', encoding="utf-8")


async def test_operators_read_how_the_bot_is_and_never_of_whom(bureau: Bureau) -> None:
    port = free_port()
    configure(bureau, port)
    bureau.add_item(12)
    bureau.add_group("社会救助股")
    await bureau.open()
    await bureau.ask("甲某", "/done 12")
    await bureau.idle()
    assert await fetch(port, "/health") == (HTTPStatus.OK, '{"alive": true}')
    assert (await fetch(port, "/ready"))[0] == HTTPStatus.OK
    status, page = await fetch(port, "/metrics")
    samples: dict[str, Any] = {
        sample.name: sample for family in text_string_to_metric_families(page) for sample in family.samples
    }
    assert status == HTTPStatus.OK
    assert samples["duban_answer_seconds_count"].value == 1
    assert samples["duban_answer_seconds_count"].labels == {"bureau": bureau.folder.name}
    for secret in ("甲某", "社会救助股", "事项12", "9007", TOKEN.partition(":")[2], "民政局"):
        assert secret not in page
    assert (await fetch(port, "/"))[0] == HTTPStatus.NOT_FOUND


async def test_a_bureau_that_can_not_save_is_not_ready_and_says_why(bureau: Bureau) -> None:
    port = free_port()
    configure(bureau, port)
    await bureau.open()
    await bureau.ask("甲某", "/whoami")
    journal = bureau.journal().parent
    journal.rename(journal.with_name("moved"))
    status, said = await fetch(port, "/ready")
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert f'"{bureau.folder.name}": ["ledger"]' in said
    journal.with_name("moved").rename(journal)
    assert (await fetch(port, "/ready"))[0] == HTTPStatus.OK


async def test_an_address_that_is_taken_is_named(bureau: Bureau) -> None:
    configure(bureau, int(bureau.telegram.base_url.rpartition(":")[2]))
    bureau.write_ledger()
    await bureau.bot.start()
    assert await bureau.bot.exited() == 1
    assert "请更换 monitoring.listen" in bureau.bot.said()


async def test_every_line_of_a_json_log_is_an_object(bureau: Bureau) -> None:
    text = bureau.config.read_text(encoding="utf-8")
    bureau.config.write_text(f'{text}[logging]\nformat = "json"\n', encoding="utf-8")
    await bureau.open("--verbose")
    order = bureau.telegram.faults.order("sendMessage", "server_error")
    await bureau.ask("甲某", "/mytasks")
    assert order.is_spent
    async with BotProcess(bureau.config) as second:
        assert await second.exited() == 1
    assert await bureau.bot.stop() == 0
    lines = [json.loads(line) for line in bureau.bot.said().splitlines()]
    assert {line["bureau"] for line in lines} == {bureau.folder.name}
    assert any(isinstance(line.get("letter"), int) for line in lines)
    assert any("台账正由另一个程序使用" in line["message"] for line in lines)
    assert "甲某" not in bureau.bot.said()
