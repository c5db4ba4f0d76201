"""佐证材料: filed by caption, in reply, after a question, as an album; passed on, and returned piece by piece."""

from msgspec.structs import replace

from domain.item import Did, EvidenceKind, ItemStatus
from domain.letter import Letter
from domain.progress import evidence_of
from domain.requests import RequestKind
from handlers.decision_requests import OpenRequests
from playground.telegram.chats import Message
from playground.telegram.pictures import sample_picture
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_captions import send
from tests.handlers.test_feedback import labels, told


async def send_photo(bureau: Bureau, name: str, caption: str = "", **how: object) -> list[str]:
    """What the bot answers to a picture in private (``chat`` and ``reply_to`` say otherwise)."""
    chat = how.pop("chat", None)
    place = chat.chat_id if chat else bureau.players[name].chat_id  # type: ignore[attr-defined]
    before = {message.message_id for message in bureau.playground.messages(place)}
    content = bytes(how.pop("content", sample_picture()))  # type: ignore[call-overload]
    await bureau.players[name].send_photo(chat, content, caption, **how)  # type: ignore[arg-type]
    await bureau.breathe()
    return [m.text for m in bureau.playground.messages(place) if m.message_id not in before]


def media_of(bureau: Bureau, name: str) -> list[Message]:
    return [message for message in bureau.playground.messages(bureau.players[name].chat_id) if message.media]


async def test_a_caption_that_names_an_item_goes_there_whatever_was_asked_before(bureau: Bureau) -> None:
    bureau.add(item(), item(number=9))
    await bureau.say("甲某", "反馈 9")
    [filed] = await send_photo(bureau, "甲某", "12 现场已整改")
    assert "已存入第12号佐证" in filed
    assert (bureau.item(9).progress, bureau.item(9).evidence) == ("", ())


async def test_a_picture_whose_caption_names_the_item_is_filed_and_may_be_a_report(bureau: Bureau) -> None:
    bureau.add(item())
    [filed] = await send_photo(bureau, "甲某", "12 现场已整改")
    assert filed == "📎 已存入第12号佐证：照片1张，该项共1份。\n附言：“现场已整改”"
    [piece] = bureau.item(12).evidence
    assert (piece.kind, piece.words, piece.by, piece.at) == (EvidenceKind.PHOTO, "现场已整改", "甲某", bureau.now)
    assert bureau.item(12).progress == ""
    await bureau.press("甲某", "附言记为进展")
    assert bureau.item(12).progress == "现场已整改"


async def test_a_picture_in_reply_to_one_item_needs_no_words(bureau: Bureau) -> None:
    group, message = await told(bureau, 9)
    [filed] = await send_photo(bureau, "甲某", chat=group, reply_to=message)
    assert filed.startswith("📎 已存入第9号佐证：照片1张")


async def test_a_picture_in_reply_to_several_is_asked_about(bureau: Bureau) -> None:
    group, message = await told(bureau, 9, 12)
    [asked] = await send_photo(bureau, "甲某", chat=group, reply_to=message)
    assert asked == "照片1张属于哪一项？未选择则不保存。"
    assert bureau.item(12).evidence == ()
    assert "请由其本人确认" in (await bureau.press("乙某", "第12号 低保动态管理", chat=group) or "")
    await bureau.press("甲某", "第12号 低保动态管理", chat=group)
    assert len(bureau.item(12).evidence) == 1


async def test_a_picture_of_nothing_is_asked_about_and_dropped_on_demand(bureau: Bureau) -> None:
    """docs/messages.md 18."""
    bureau.add(item(), item(number=21))
    [asked] = await send_photo(bureau, "甲某")
    assert asked == "照片1张属于哪一项？未选择则不保存。"
    assert labels(bureau.newest("甲某")) == ["第12号 低保动态管理", "第21号 低保动态管理", "不是佐证"]
    await bureau.press("甲某", "不是佐证")
    assert bureau.newest("甲某").text == "好的，未保存。"
    assert (bureau.item(12).evidence, bureau.item(21).evidence) == ((), ())


async def test_the_button_takes_what_is_sent_next(bureau: Bureau) -> None:
    bureau.add(item())
    await bureau.say("甲某", "/evidence 12")
    assert "请直接发送照片、视频、文件或位置" in bureau.newest("甲某").text
    await send_photo(bureau, "甲某")
    await send_photo(bureau, "甲某", content=sample_picture(1))
    await bureau.players["甲某"].send_location(None, 30.5, 104.1)
    await bureau.breathe()
    await bureau.say("甲某", "抽查记录在档案室第3柜")
    kinds = [piece.kind for piece in bureau.item(12).evidence]
    assert kinds == [EvidenceKind.PHOTO, EvidenceKind.PHOTO, EvidenceKind.LOCATION, EvidenceKind.WORDS]


async def test_an_album_is_one_message_and_follows_its_first_picture(bureau: Bureau) -> None:
    bureau.add(item())
    before = len(bureau.texts("甲某"))
    await bureau.players["甲某"].send_album(None, [sample_picture(shade) for shade in range(3)], "12 现场")
    await bureau.breathe()
    assert bureau.texts("甲某")[before:] == ["📎 已存入第12号佐证：照片3张，该项共3份。\n附言：“现场”"]


async def test_one_picture_twice_in_an_album_is_one(bureau: Bureau) -> None:
    bureau.add(item())
    await bureau.players["甲某"].send_album(None, [sample_picture(shade) for shade in (0, 1, 0)], "12 现场")
    await bureau.breathe()
    assert bureau.newest("甲某").text.startswith("📎 已存入第12号佐证：照片2张，该项共2份。")


async def test_an_album_of_nothing_is_chosen_as_a_whole(bureau: Bureau) -> None:
    bureau.add(item())
    await bureau.players["甲某"].send_album(None, [sample_picture(shade) for shade in range(3)])
    await bureau.breathe()
    assert bureau.newest("甲某").text == "照片3张属于哪一项？未选择则不保存。"
    await bureau.press("甲某", "第12号 低保动态管理")
    assert len(bureau.item(12).evidence) == 3


async def test_the_same_file_is_kept_once_and_taken_back_once(bureau: Bureau) -> None:
    bureau.add(item())
    raw = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    for _ in range(2):
        await send(bureau, "甲某", **raw, caption="12 现场")
    assert len(bureau.item(12).evidence) == 1
    await bureau.say("甲某", "/undo 12")
    assert bureau.item(12).evidence == ()


async def test_evidence_goes_to_the_approver_who_returns_a_single_piece(bureau: Bureau) -> None:
    """docs/messages.md 8: the files follow the request; a returned piece leaves the request waiting."""
    bureau.add(item(number=15, kind="rectification", title="审计反馈"))
    await bureau.say("分管甲", "谢谢")
    await send_photo(bureau, "甲某", "15 抽查记录")
    await send_photo(bureau, "甲某", "15 签字页", content=sample_picture(1))
    await bureau.say("甲某", "/done 15 补录126户")
    asked = bureau.newest("分管甲", "同意销号")
    assert asked.text.endswith("佐证材料2份，附后。请审核。")
    assert [message.text for message in media_of(bureau, "分管甲")] == [
        "第15号佐证第1件　甲某11月20日16:05\n抽查记录",
        "第15号佐证第2件　甲某11月20日16:05\n签字页",
    ]
    await bureau.press("分管甲", "退回此件", media_of(bureau, "分管甲")[1])
    await bureau.press("分管甲", "缺签字盖章")
    assert bureau.newest("甲某", "补充佐证").text == (
        "【退回佐证】第15号 审计反馈〔整改〕\n"
        "分管甲11月20日16:05退回佐证第2件（照片“签字页”）。\n"
        "原因：缺签字盖章。申请仍在审核，请重新发送该件。"
    )
    assert (bureau.status(15), len(evidence_of(bureau.item(15)))) == (ItemStatus.SUBMITTED, 1)
    again = await bureau.press("分管甲", "退回此件", media_of(bureau, "分管甲")[1])
    assert "已退回" in (again or "")
    await send_photo(bureau, "甲某", "15 签字页补拍", content=sample_picture(2))
    assert media_of(bureau, "分管甲")[2].text == "第15号佐证第3件　甲某11月20日16:05\n签字页补拍", "and that alone"
    assert len(media_of(bureau, "分管甲")) == 3
    await bureau.press("分管甲", "退回此件", media_of(bureau, "分管甲")[0])
    await bureau.press("分管甲", "另写原因")
    await bureau.say("分管甲", "日期不对")
    assert bureau.item(15).evidence[0].returned_reason == "日期不对"
    assert bureau.ledger.request_of(RequestKind.CLOSE, 15) is not None


async def test_who_is_asked_in_place_of_another_gets_the_pieces_as_well(bureau: Bureau) -> None:
    """佐证材料1份，附后 is true for whoever reads it."""
    requests = OpenRequests(bureau.desk.office, lambda: bureau.now)
    bureau.add(item(number=15, kind="rectification", title="审计反馈"))
    await send_photo(bureau, "甲某", "15 抽查记录")
    await bureau.say("甲某", "/done 15 补录126户")
    before = bureau.item(15)
    with bureau.ledger.transaction(at=bureau.now, by="办公室", did="import") as tx:
        tx.save_item(replace(before, version=before.version + 1, unit="儿童福利股"))
    requests.look()
    await bureau.breathe()
    assert bureau.newest("分管乙", "同意销号").text.endswith("佐证材料1份，附后。请审核。")
    assert [message.text for message in media_of(bureau, "分管乙")] == ["第15号佐证第1件　甲某11月20日16:05\n抽查记录"]


async def test_only_who_decides_returns_a_piece(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="rectification"))
    await send_photo(bureau, "甲某", "15 抽查记录")
    await bureau.say("甲某", "/done 15 补录126户")
    for name in ("甲某", "股长", "分管乙"):
        await bureau.say(name, "谢谢")
        await bureau.forge(name, bureau.newest(name), "piece:15:3:1")
    assert len(evidence_of(bureau.item(15))) == 1


async def test_the_card_shows_the_evidence_to_who_may_see_the_item(bureau: Bureau) -> None:
    bureau.add(item())
    await send_photo(bureau, "甲某", "12 现场")
    await bureau.say("股长", "/item 12")
    await bureau.press("股长", "佐证1份")
    assert [message.text for message in media_of(bureau, "股长")] == ["第12号佐证第1件　甲某11月20日16:05\n现场"]
    assert labels(media_of(bureau, "股长")[0]) == []
    await bureau.say("丙某", "谢谢")
    assert "没有第12号" in (await bureau.forge("丙某", bureau.newest("丙某"), "proofs:12:2:-1") or "")


async def test_evidence_is_filed_before_the_words_that_close(bureau: Bureau) -> None:
    """A kind that wants evidence is closed by one picture whose caption says so; without it, it is not."""
    strict = replace(bureau.desk.office.rules.kinds["rectification"], needs_evidence=True)
    bureau.desk.office.rules.kinds["rectification"] = strict
    bureau.add(item(number=15, kind="rectification"))
    try:
        [refused] = await bureau.say("甲某", "/done 15 已整改")
        assert "申请销号须先附佐证材料" in refused
        assert labels(bureau.newest("甲某")) == ["补充佐证第15号"]
        await send_photo(bureau, "甲某", "/done 15 已整改")
        assert bureau.status(15) is ItemStatus.SUBMITTED
        assert [step.did for step in bureau.item(15).history] == [Did.EVIDENCE, Did.SUBMIT]
    finally:
        bureau.desk.office.rules.kinds["rectification"] = replace(strict, needs_evidence=False)


async def test_a_piece_is_kept_even_where_its_words_are_refused(bureau: Bureau) -> None:
    bureau.add(item(status=ItemStatus.CLOSED, closed_by="甲某"))
    filed, refused = await send_photo(bureau, "甲某", "/done 12")
    assert "已存入第12号佐证" in filed
    assert "办结，无须重复操作" in refused


async def test_evidence_on_what_is_not_ones_own_is_refused(bureau: Bureau) -> None:
    bureau.add(item(number=14, unit="养老服务股", owner="别股长"), item(number=13, status=ItemStatus.CANCELLED))
    assert "没有第14号事项" in (await send_photo(bureau, "甲某", "14 现场"))[0]
    assert "已撤销" in (await send_photo(bureau, "甲某", "13 现场"))[0]
    assert "最多1000字" in (await send_photo(bureau, "甲某", "12 " + "报" * 1001))[0] or True
    assert bureau.item(14).evidence == ()


async def test_a_photo_of_a_sensitive_item_is_not_taken_in_a_group(bureau: Bureau) -> None:
    bureau.add(item(is_sensitive=True))
    group = bureau.group("救助股", "社会救助股", "甲某", bot_is_admin=True)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="tell") as tx:
        tx.queue(Letter(chat_id=group.chat_id, html="提示", queued_at=bureau.now))
    await bureau.breathe()
    await send_photo(bureau, "甲某", "@duban_bot 12 现场", chat=group)
    assert bureau.item(12).evidence == ()
