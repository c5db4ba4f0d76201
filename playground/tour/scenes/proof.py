"""The proof: the journal's chain is intact, and stock TinyDB finds in the ledger file what the people did."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from playground.tour.runner import Runner
from playground.tour.scenes.wednesday import BEFORE, WHILE_GONE
from texts import tour as words

#: Titles of the items whose documents are shown.
_SHOWN = ("低保动态管理", "提标测算", "临时救助台账")
#: Their fields that are shown, a line each.
_FIELDS = (("title", "unit", "owner"), ("due", "status", "version"), ("history",))


async def play(runner: Runner) -> None:
    tell = runner.terminal
    tell.chapter(words.PROOF)
    tell.scene(words.CHAIN, words.CHAIN_STORY)
    tell.printed(words.say_command("verify"), await runner.call("verify"))
    runner.check(holds=await runner.program.stop() == 0, claim=words.STOPPED)
    tell.scene(words.STOCK, words.STOCK_STORY)
    _open(runner, runner.program.folder / "ledger.json")
    _count_messages(runner)


def _open(runner: Runner, path: Path) -> None:
    """What a stock TinyDB finds."""
    with TinyDB(path, access_mode="r", encoding="utf-8") as ledger:
        items: dict[int, dict[str, Any]] = {each.doc_id: dict(each) for each in ledger.table("items")}
    for title in _SHOWN:
        number = runner.players.number(title)
        document = items[number]
        document["history"] = [step["did"] for step in document["history"]]
        asked = f'TinyDB("ledger.json").table("items").get(doc_id={number})'
        runner.terminal.printed(asked, _excerpt(document), prompt=">>>")
    reported = [items[runner.players.number(title)] for _, title, _ in (*BEFORE, *WHILE_GONE)]
    once = all([step["did"] for step in item["history"]].count("close_out") == 1 for item in reported)
    runner.check(holds=once, claim=words.say_closed_once(len(reported)))


def _excerpt(document: dict[str, Any]) -> list[str]:
    """Some fields of a document, as JSON in a few lines."""
    lines = [json.dumps({name: document[name] for name in names}, ensure_ascii=False)[1:-1] for names in _FIELDS]
    return [*(f"{line}, …" for line in lines[:-1]), lines[-1]]


def _count_messages(runner: Runner) -> None:
    """Nothing was said twice in one chat on one day."""
    said = Counter(
        (chat_id, message.date.date(), message.versions[0] if message.versions else message.text)
        for chat_id in runner.playground.world.chats
        for message in runner.playground.messages(chat_id)
    )
    doubled = [key for key, count in said.items() if count > 1]
    runner.check(holds=not doubled, claim=words.say_sent(runner.said, said.total()))
