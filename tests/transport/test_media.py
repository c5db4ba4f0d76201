"""A picture, a file or a place that Telegram has already is passed on by its id, under the rules of any letter."""

from pathlib import Path

import pytest
from msgspec import json
from telegram.error import BadRequest

from domain.letter import Button, Fate, Letter, Media, OutcomeKind, Way
from playground.telegram.params import Upload
from playground.telegram.reactions import reactions_of
from tests.transport.line import Line, open_line
from tests.transport.test_consequence import EDIT, LETTER, after
from transport.verdict import Step, judge

ROWS = ((Button("退回此件", data="evidence:12:1:0"),),)
PHOTO = Media("photo", "AgAC-1")


def kept(line: Line, kind: str) -> Media:
    """A file of that kind which somebody sent before."""
    size = (640, 480) if kind in ("photo", "video") else (0, 0)
    return Media(kind, line.playground.world.files.keep(Upload(f"佐证.{kind}", b"content"), kind, size).file_id)


@pytest.mark.parametrize("kind", ["photo", "video", "document", "voice"])
async def test_a_file_is_passed_on_by_its_id_with_caption_and_buttons(tmp_path: Path, kind: str) -> None:
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        media = kept(line, kind)
        line.post(7, "<b>佐证1</b>", way=Way.MEDIA, media=media, rows=ROWS)
        line.run(line.courier)
        await line.settled()
        (sent,) = line.playground.messages(7)
        given = sent.media[kind][-1] if kind == "photo" else sent.media[kind]
        assert (given["file_id"], sent.html, sent.labels) == (media.file_id, "<b>佐证1</b>", [["退回此件"]])


async def test_a_place_is_passed_on_with_its_buttons_and_without_words(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        group = line.playground.group("救助", person)
        line.post(group.chat_id, "", way=Way.MEDIA, media=Media("location", "", 30.25, 120.5), rows=ROWS)
        line.run(line.courier)
        await line.settled()
        (sent,) = line.playground.messages(group.chat_id)
        assert sent.media == {"location": {"latitude": 30.25, "longitude": 120.5}}
        assert (sent.text, sent.labels) == ("", [["退回此件"]])


async def test_an_edit_of_a_picture_changes_its_caption_and_of_a_place_its_buttons(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        place = Media("location", "", 30.25, 120.5)
        line.post(7, "佐证1", way=Way.MEDIA, media=kept(line, "photo"), rows=ROWS)
        line.post(7, "", way=Way.MEDIA, media=place, rows=ROWS)
        line.run(line.courier)
        await line.settled()
        picture, pin = line.playground.messages(7)
        line.post(7, "佐证1（已退回）", way=Way.EDIT, edits=picture.message_id, media=PHOTO)
        line.post(7, "", way=Way.EDIT, edits=pin.message_id, media=place)
        await line.settled()
        assert (picture.text, picture.labels, pin.labels) == ("佐证1（已退回）", [], [])
        assert line.outcomes == []


async def test_an_answer_in_words_to_a_press_below_a_picture_is_a_message_of_its_own(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        line.post(7, "佐证1", way=Way.MEDIA, media=kept(line, "photo"), rows=ROWS)
        line.run(line.courier)
        await line.settled()
        number = line.post(7, "请写明退回原因", way=Way.EDIT, edits=line.playground.messages(7)[0].message_id)
        await line.settled()
        assert line.texts(7) == ["佐证1", "请写明退回原因"]
        assert line.outcomes == [(number, OutcomeKind.GONE_EDIT)]


async def test_an_id_that_telegram_does_not_know_is_refused_once_and_holds_nobody_up(tmp_path: Path) -> None:
    async with open_line(tmp_path, speed=20) as line:
        line.playground.person(7, "甲某")
        number = line.post(7, "佐证1", way=Way.MEDIA, media=PHOTO)
        odd = line.post(7, "佐证2", way=Way.MEDIA, media=Media("hologram", "AgAC-2"))
        line.post(7, "下一条")
        line.run(line.courier)
        await line.settled()
        assert line.outcomes == [(number, OutcomeKind.REFUSED), (odd, OutcomeKind.REFUSED)]
        assert line.texts(7) == ["下一条"]
        assert line.calls("sendPhoto") == 1


async def test_a_picture_waits_as_a_429_asks_and_follows_its_group(tmp_path: Path) -> None:
    """docs/promises.md 14, 16."""
    async with open_line(tmp_path, speed=20) as line:
        group = line.playground.group("救助", line.playground.person(7, "甲某"))
        line.playground.faults.order("sendPhoto", "too_many", chat_id=group.chat_id, retry_after=3)
        line.post(group.chat_id, "佐证1", way=Way.MEDIA, media=kept(line, "photo"), reply_to=4711)
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendPhoto"))
        new = group.migrate(is_told=False)
        await line.settled()
        assert line.texts(new.chat_id) == ["佐证1"]


async def test_a_picture_that_arrived_without_an_answer_is_sent_once_more(tmp_path: Path) -> None:
    """docs/promises.md 9: the empty call asks for the same method."""
    async with open_line(tmp_path, timeout=0.3, speed=20) as line:
        line.playground.person(7, "甲某")
        line.playground.faults.order("sendPhoto", "timeout_after_delivery", times=3)
        line.post(7, "佐证1", way=Way.MEDIA, media=kept(line, "photo"))
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == ["佐证1", "佐证1"]
        assert line.calls("sendPhoto") > 2


async def test_a_reaction_answers_without_a_message_and_buttons_have_colours(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        said = await person.say(None, "12 已报局办")
        rows = ((Button("同意销号", data="a:1", style="success"), Button("退回", data="b:1", style="danger")),)
        line.post(7, "👍", way=Way.REACTION, edits=said)
        line.post(7, "第12号", rows=rows)
        line.run(line.courier)
        await line.settled()
        assert reactions_of(line.playground.history(7)[0])[0]["emoji"] == "👍"
        (sent,) = line.playground.messages(7)
        assert [button.style for button in sent.buttons] == ["success", "danger"]


@pytest.mark.parametrize("target", [0, 4711])
async def test_a_reaction_that_is_not_taken_is_nobodys_news(tmp_path: Path, target: int) -> None:
    """Where reactions are forbidden, or the message is gone: settled, and what waits behind it goes."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        group = line.playground.group("救助", person)
        group.forbid_reactions()
        said = await person.say(group, "12 已报局办")
        number = line.post(group.chat_id, "👍", way=Way.REACTION, edits=target or said)
        line.post(group.chat_id, "下一条")
        line.run(line.courier)
        await line.settled()
        assert line.outcomes == [(number, OutcomeKind.NO_REACTION)]
        assert line.texts(group.chat_id) == ["下一条"]
        assert line.calls("setMessageReaction") == 1


async def test_a_reaction_without_an_answer_is_simply_set_again(tmp_path: Path) -> None:
    """docs/promises.md 9: it stands there once, however often it is set; no empty call asks first."""
    async with open_line(tmp_path, timeout=0.3, speed=20) as line:
        said = await line.playground.person(7, "甲某").say(None, "12 已报局办")
        line.playground.faults.order("setMessageReaction", "timeout_after_delivery")
        line.post(7, "👍", way=Way.REACTION, edits=said)
        line.run(line.courier)
        await line.settled()
        assert line.outcomes[-1][1] is OutcomeKind.RETRY
        assert all("reaction" in seen.params for seen in line.playground.requests if "Reaction" in seen.method)


def test_a_group_that_takes_no_pictures_still_takes_words() -> None:
    """The office is told of this letter, and the group is not given up."""
    picture = Letter(chat_id=-100, way=Way.MEDIA, media=PHOTO, html="", queued_at=LETTER.queued_at)
    assert judge(BadRequest("not enough rights to send photos to the chat"), picture).step is Step.REFUSED
    assert judge(BadRequest("CHAT_SEND_PHOTOS_FORBIDDEN"), picture).step is Step.REFUSED
    assert judge(BadRequest("CHAT_WRITE_FORBIDDEN"), picture).step is Step.MUTED


def test_a_place_that_is_gone_has_no_words_to_send_instead() -> None:
    place = Letter(chat_id=7, way=Way.EDIT, edits=4, media=Media("location"), html="", queued_at=EDIT.queued_at)
    assert after(BadRequest("Message to edit not found"), place).fate is Fate.UNDELIVERABLE


def test_a_letter_with_a_picture_is_kept_and_read_again() -> None:
    letter = Letter(chat_id=7, way=Way.MEDIA, media=PHOTO, html="", queued_at=LETTER.queued_at)
    assert json.decode(json.encode(letter), type=Letter) == letter
