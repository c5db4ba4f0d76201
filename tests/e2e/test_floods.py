"""Somebody floods a chat: neither their group's digest nor answers to others are delayed."""

import time
from datetime import timedelta
from functools import partial
from pathlib import Path

from playground.telegram.server import Playground
from tests.e2e.bureau import RELIEF, ROSTER, TOKEN, Bureau, Post

SPEED = 60
AT_DIGEST, DIGEST = 4, "【今日提示】"  # the fourth minute of the flood
#: How many messages of others may come first: a group gets one a second.
AHEAD = 3


async def test_floods_hold_up_neither_the_digest_nor_an_answer_to_somebody_else(tmp_path: Path) -> None:
    """Fault 1.5: for five minutes a stranger and a member write without end in a group."""
    pulse = lambda: time.monotonic() * SPEED  # noqa: E731
    async with Playground(token=TOKEN, limits=True, pulse=pulse) as telegram:
        bureau = Bureau(tmp_path, telegram)
        stranger = telegram.person(9999, "路人")
        group = telegram.group("救助工作群", *bureau.players.values(), stranger, bot_is_admin=True)
        bureau.groups[RELIEF] = group
        bureau.configure(pace=(30, 1, 20))
        bureau.add_item(12, "甲某", due="2026-11-20")
        await bureau.open("--speed", str(SPEED))
        telegram.clock.advance(timedelta(minutes=26))
        before = 0
        for minute in range(1, 6):
            telegram.clock.advance(timedelta(minutes=1))
            before = len(bureau.in_group(RELIEF)) if minute == AT_DIGEST else before
            for number in range(60):
                await bureau.player("乙某").say(group, f"/done {minute}{number:02}9")
                await stranger.say(group, f"/item {minute}{number:02}9")
            heard, asked = len(bureau.in_group(RELIEF)), f"第{minute}00012号"
            await bureau.player("股长").say(group, f"/item {minute}00012")
            await bureau.until(partial(_is_said, bureau, asked))
            since = bureau.in_group(RELIEF)[heard:]
            assert [asked in text for text in since].index(True) <= AHEAD, since
        await bureau.until(partial(_is_said, bureau, DIGEST))
        await bureau.idle()
        said = bureau.in_group(RELIEF)
        assert [DIGEST in text for text in said[before:]].index(True) <= AHEAD, said[before:]
        assert sum("9999" in text for text in said) == 1, "the stranger's one line of the hour"
        assert sum("操作过于频繁" in text for text in said) <= 5
        assert sum("9号" in text for text in said) <= 8 * 5
        assert not [seen for seen in telegram.requests if seen.status == 429]
        await bureau.bot.end()


def _is_said(bureau: Bureau, words: str) -> bool:
    return any(words in text for text in bureau.in_group(RELIEF))


async def test_ten_who_write_without_end_hold_up_neither(tmp_path: Path) -> None:
    """Fault 1.5: each keeps to their own budget, and all of them together would fill the group's twenty a minute."""
    pulse = lambda: time.monotonic() * SPEED  # noqa: E731
    async with Playground(token=TOKEN, limits=True, pulse=pulse) as telegram:
        crowd = [Post(f"社{n}", RELIEF, "staff", 9100 + n) for n in range(10)]
        bureau = Bureau(tmp_path, telegram, (*ROSTER, *crowd))
        group = bureau.add_group(RELIEF)
        bureau.configure(pace=(30, 1, 20))
        bureau.add_item(12, "甲某", due="2026-11-20")
        await bureau.open("--speed", str(SPEED))
        for number in range(6):
            for post in crowd:
                await bureau.player(post.name).say(group, f"/done {number}9")
        await bureau.until(lambda: len(bureau.in_group(RELIEF)) >= len(crowd))
        heard = len(bureau.in_group(RELIEF))
        telegram.clock.advance(timedelta(minutes=30))
        await bureau.player("股长").say(group, "/item 77")
        for words in (DIGEST, "第77号"):
            await bureau.until(partial(_is_said, bureau, words))
            since = bureau.in_group(RELIEF)[heard:]
            assert [words in text for text in since].index(True) <= AHEAD + 1, since
        await bureau.idle()
        assert not [seen for seen in telegram.requests if seen.status == 429]
        await bureau.bot.end()
