"""Buttons below a picture or a place that the bot passed on, and reactions."""

from msgspec.structs import replace

from domain.actions import Action
from domain.item import ItemStatus
from domain.letter import Letter, Media, Origin, Way
from playground.telegram.params import Upload
from playground.telegram.pictures import sample_picture
from tests.domain.office import RULES, item
from tests.handlers.office import Bureau
from texts.lines import act_button, open_button


async def passed_on(bureau: Bureau, media: Media) -> None:
    """The bot passes it on to 甲某 with the item's own button."""
    each = bureau.item(12)
    rows = ((open_button("查看", each, Origin.NOWHERE), act_button(Action.DONE, each, RULES)),)
    words = "佐证1" if media.file_id else ""
    letter = Letter(chat_id=bureau.players["甲某"].chat_id, html=words, rows=rows, queued_at=bureau.now)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="pass on") as tx:
        tx.queue(replace(letter, way=Way.MEDIA, media=media))
    await bureau.breathe()


async def test_what_a_button_below_a_picture_shows_becomes_its_caption(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    upload = bureau.playground.world.files.keep(Upload("现场.png", sample_picture()), "photo", (320, 240))
    await passed_on(bureau, Media("photo", upload.file_id))
    await bureau.press("甲某", "查看")
    (picture,) = bureau.playground.messages(bureau.players["甲某"].chat_id)
    assert "photo" in picture.media
    assert picture.text.startswith("第12号")


async def test_a_button_below_a_picture_that_had_its_day_goes(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    upload = bureau.playground.world.files.keep(Upload("现场.png", sample_picture()), "photo", (320, 240))
    await passed_on(bureau, Media("photo", upload.file_id))
    await bureau.press("甲某", "办结")
    picture, told = bureau.playground.messages(bureau.players["甲某"].chat_id)
    assert picture.text.startswith("佐证1")
    assert picture.labels == [["查看"]]
    assert "已办结" in told.text


async def test_what_a_button_below_a_place_says_is_a_message_of_its_own(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    await passed_on(bureau, Media("location", latitude=30.25, longitude=120.5))
    await bureau.press("甲某", "查看")
    place, told = bureau.playground.messages(bureau.players["甲某"].chat_id)
    assert place.text == ""
    assert told.text.startswith("第12号")
    assert bureau.refused == []


async def test_a_reaction_on_what_assigns_nothing_neither_disturbs_nor_acts(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", "社会救助股", "甲某", bot_is_admin=True)
    await bureau.say("甲某", "/item@duban_bot 12", group)
    card = bureau.newest("甲某", chat=group)
    before = bureau.item(12)
    await bureau.players["甲某"].react(card, "👍")
    await bureau.breathe()
    assert bureau.ledger.waiting_updates() == []
    assert (bureau.item(12), len(bureau.playground.messages(group.chat_id))) == (before, 1)


async def test_a_thumb_on_an_assignment_signs_ones_own_items_without_a_message(bureau: Bureau) -> None:
    """收到 without words: a head signs for the unit, a stranger nothing, and taking the thumb away undoes nothing."""
    group, message = await bureau.assignment()
    group.promote_bot()
    before = len(bureau.playground.messages(group.chat_id))
    for emoji in ("❤", "👍", ""):
        await bureau.players["甲某"].react(message, emoji, chat=group)
        await bureau.breathe()
    await bureau.players["陌生人"].react(message, "👍", chat=group)
    await bureau.breathe()
    signed = [bureau.status(number) is ItemStatus.ACKNOWLEDGED for number in (12, 13, 14)]
    assert (signed, len(bureau.playground.messages(group.chat_id))) == ([True, True, False], before)
    await bureau.players["股长"].react(message, "👍", chat=group)
    await bureau.breathe()
    assert bureau.item(14).acknowledged_by == "股长"
