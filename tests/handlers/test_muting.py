"""Somebody reads less of an item for some days, and asks why they read of it at all."""

import pytest

from domain.actions import Action
from domain.item import ItemStatus
from domain.letter import Press
from domain.muting import Cause
from tests.domain.office import PEOPLE, item
from tests.handlers.office import Bureau

IDS = {person.name: person.telegram_id or 0 for person in PEOPLE}


def _until(bureau: Bureau, name: str, number: int = 12) -> str:
    return str(bureau.ledger.muted_until(IDS[name], number))


async def test_an_item_is_muted_by_command_and_plain_words_and_shown_on_its_card(bureau: Bureau) -> None:
    bureau.add(item())
    (said,) = await bureau.say("分管甲", "/mute 12 3天")
    assert said == (
        "第12号 低保动态管理\n至11月23日（周一）不再向您本人抄送和提醒；不影响办理期限，对责任单位的催办照常。"
    )
    assert _until(bureau, "分管甲") == "2026-11-23"
    (card,) = await bureau.say("分管甲", "第12号")
    assert "静音：至11月23日（周一）" in card
    (others,) = await bureau.say("甲某", "第12号")
    assert "静音" not in others
    await bureau.say("分管甲", "静音 12 至12月1日")
    assert _until(bureau, "分管甲") == "2026-12-01"
    (ended,) = await bureau.say("分管甲", "静音 12 取消")
    assert "已恢复抄送和提醒" in ended
    assert _until(bureau, "分管甲") == "None"
    assert bureau.item(12).due == item().due
    assert bureau.item(12).version == 1, "it is no step of the item"


async def test_buttons_mute_and_hear_again_and_a_second_press_is_the_same(bureau: Bureau) -> None:
    bureau.add(item())
    await bureau.say("分管甲", "/mute 12 5天")
    message = bureau.newest("分管甲")
    three = Press(Action.MUTE, 12, choice=3).encode()
    for _ in range(2):
        answer = await bureau.forge("分管甲", message, three)
        assert answer is not None
        assert "不影响办理期限" in answer
    assert _until(bureau, "分管甲") == "2026-11-23"
    await bureau.press("分管甲", "恢复提醒", message)
    assert _until(bureau, "分管甲") == "None"
    await bureau.forge("分管甲", message, Press(Action.MUTE, 12, choice=31).encode())
    assert _until(bureau, "分管甲") == "None"


@pytest.mark.parametrize("words", ["/mute 12", "/mute 12 40天", "静音 12 很久", "静音 12 至11月1日"])
async def test_without_a_span_it_says_how(bureau: Bureau, words: str) -> None:
    bureau.add(item())
    said = await bureau.say("分管甲", words)
    assert "例如：静音 12 3天" in "".join(said)
    assert _until(bureau, "分管甲") == "None"


async def test_nobody_mutes_what_they_may_not_see_or_what_is_closed(bureau: Bureau) -> None:
    bureau.add(item(), item(number=13, status=ItemStatus.CLOSED))
    assert "低保" not in "".join(await bureau.say("丙某", "/mute 12 3天"))
    assert _until(bureau, "分管乙") == "None"
    await bureau.say("分管甲", "/mute 13 3天")
    assert _until(bureau, "分管甲", 13) == "None"


@pytest.mark.parametrize("cause", Cause)
async def test_why_somebody_received_it_is_told_in_a_sentence_or_two(bureau: Bureau, cause: Cause) -> None:
    bureau.add(item())
    await bureau.say("分管甲", "/help")
    answer = await bureau.forge("分管甲", bureau.newest("分管甲"), Press(Action.CAUSE, 12, choice=cause).encode())
    assert answer is not None
    assert answer.endswith("规则由办公室在配置中设定。")
    assert len(answer) <= 120


@pytest.mark.parametrize(
    ("absent", "stand_in", "causes"),
    [
        (
            "甲某",
            "乙某",
            {
                Cause.COPY_BELOW,
                Cause.OWN_SIGNATURE,
                Cause.OWN_SILENCE,
                Cause.SUMMARY,
                Cause.REVIEW,
                Cause.RHYTHM,
            },
        ),
        ("股长", "乙某", {Cause.COPY_BELOW, Cause.SIGNATURE_BELOW, Cause.SILENCE_BELOW, Cause.DECISION_BELOW}),
        (
            "分管甲",
            "股长",
            {Cause.COPY_TO_DEPUTY, Cause.OWN_DECISION, Cause.REVIEW},  # what a head is told, they are told anyhow
        ),
        ("局长", "分管甲", {Cause.COPY_TO_DIRECTOR}),
    ],
)
async def test_why_says_that_one_was_told_as_somebodys_stand_in(
    bureau: Bureau, absent: str, stand_in: str, causes: set[Cause]
) -> None:
    bureau.add(item())
    await bureau.say(absent, f"/leave 今天 {stand_in}")
    await bureau.press(absent, "确认")
    await bureau.say(stand_in, "/help")
    shown = bureau.newest(stand_in)
    said = {c: await bureau.forge(stand_in, shown, Press(Action.CAUSE, 12, choice=c).encode()) or "" for c in Cause}
    assert {cause for cause, why in said.items() if why.startswith(f"{absent}请假，由您代办。")} == causes
    assert all("您" not in said[cause].removeprefix(f"{absent}请假，由您代办。") for cause in causes)
    assert max(map(len, said.values())) <= 120


async def test_why_of_an_unknown_cause_or_a_foreign_item_tells_nothing(bureau: Bureau) -> None:
    bureau.add(item(title="绝密标题"))
    await bureau.say("丙某", "/help")
    for press in (Press(Action.CAUSE, 12, choice=1), Press(Action.CAUSE, 12, choice=99)):
        answer = await bureau.forge("丙某", bureau.newest("丙某"), press.encode())
        assert "规则由办公室" not in (answer or "")


async def test_a_bare_number_behind_the_item_is_a_number_of_days(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=3))
    for said in ("/mute 12 3", "静音 12 3天"):
        await bureau.say("股长", said)
        assert "至11月23日" in bureau.texts("股长")[-1]
