"""What the bot says of itself and of the post."""

from domain.roster import Chat
from tests.domain.office import COLLEAGUE, OWNER, RULES, at
from tests.texts.reading import labels, read
from texts.notices import (
    render_chat_lost,
    render_conflict,
    render_late_prefix,
    render_next_year_calendar,
    render_refused,
    render_uncertain,
    render_unreachable,
)


def test_a_late_command_is_handled_as_of_when_it_was_sent_and_says_so() -> None:
    """docs/promises.md 11."""
    prefix = render_late_prefix(at("11-20 09:00"), at("11-21 05:00"), RULES)
    assert prefix == "〔按11月20日9:00发出时受理〕\n"
    assert type(prefix) is str


def test_a_group_is_told_whom_a_private_message_did_not_reach() -> None:
    """docs/promises.md 24."""
    page = render_unreachable((OWNER, COLLEAGUE), "duban_bot")
    assert read(page).startswith("@甲某 @乙某：有私聊通知未能送达。")
    assert page.rows[0][0].url == "https://t.me/duban_bot?start=hello"
    assert labels(render_unreachable(OWNER, "duban_bot")) == [["启用私聊"]]


def test_the_office_is_told_of_a_lost_chat() -> None:
    """docs/promises.md 17."""
    lost = read(render_chat_lost(Chat(chat_id=-1001, unit="社会救助股", title="救助<b>群"), RULES))
    assert "社会救助股“救助<b>群”已无法发送" in lost
    assert "台账不受影响" in lost
    assert "全局（编号-1003）" in read(render_chat_lost(Chat(chat_id=-1003), RULES))


def test_an_uncertain_letter_is_quoted_without_its_markup() -> None:
    """docs/promises.md 9."""
    shown = read(render_uncertain("<b>【今日提示】</b>&lt;b&gt;" + "字" * 500, "救助股工作群"))
    assert "发往救助股工作群的一条消息" in shown
    assert "内容：【今日提示】<b>字" in shown
    assert shown.endswith("…")


def test_a_refused_letter_is_to_be_passed_on_by_somebody() -> None:
    shown = read(render_refused("<b>【催办】</b>第8号", "救助股工作群"))
    assert (
        shown == "【未能送达】\n发往救助股工作群的一条消息被Telegram拒收，不再重发，请人工转达。\n内容：【催办】第8号"
    )


def test_a_second_receiver_is_named_for_what_it_is() -> None:
    """docs/promises.md 10."""
    assert "同一令牌" in read(render_conflict())


def test_a_missing_calendar_names_its_year() -> None:
    assert render_next_year_calendar(2027).startswith("2027年节假日安排尚未公布")
