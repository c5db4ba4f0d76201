"""Requests for 销号 whose item or whose approvers change while nobody has decided."""

from datetime import date

from msgspec.structs import replace

from domain.absence import Absence
from domain.item import ItemStatus
from domain.requests import RequestKind
from domain.roster import Person
from handlers.decision_requests import OpenRequests
from store.schema import migrate
from store.values import Dialogue
from tests.domain.office import OFFICE, OTHER_DEPUTY, item
from tests.handlers.office import Bureau

OTHER_UNIT = "儿童福利股"


async def submit(bureau: Bureau) -> OpenRequests:
    """甲某 asks for 销号, which 分管甲 is to decide."""
    requests = OpenRequests(bureau.desk.office, lambda: bureau.now)
    bureau.add(item(number=15, kind="rectification", title="审计反馈"))
    await bureau.say("甲某", "/done 15 已整改")
    return requests


async def look(bureau: Bureau, requests: OpenRequests) -> None:
    assert requests.look()
    await bureau.breathe()


def save_item(bureau: Bureau, **changes: object) -> None:
    """What an import, or an edit of the file, does."""
    before = bureau.item(15)
    with bureau.ledger.transaction(at=bureau.now, by="办公室", did="import") as tx:
        tx.save_item(replace(before, version=before.version + 1, **changes))


def save_person(bureau: Bureau, name: str, **changes: object) -> None:
    person = bureau.roster.named(name)
    assert isinstance(person, Person)
    with bureau.ledger.transaction(at=bureau.now, by="办公室", did="import") as tx:
        tx.save_person(replace(person, **changes))


async def test_an_item_that_moved_to_another_unit_asks_the_new_approver(bureau: Bureau) -> None:
    """Fault 2.8: the old one reads whom it went to, and may not decide any more."""
    requests = await submit(bureau)
    old = bureau.newest("分管甲")
    save_item(bureau, unit=OTHER_UNIT)
    await look(bureau, requests)
    assert "已转分管乙审核" in old.text
    assert old.buttons == ()
    await bureau.press("分管乙", "同意销号")
    assert bureau.item(15).closed_by == "分管乙"


async def test_a_unit_that_another_deputy_oversees_now_asks_them(bureau: Bureau) -> None:
    """Fault 2.8: the roster changes, not the item."""
    requests = await submit(bureau)
    save_person(bureau, "分管甲", oversees=())
    save_person(bureau, "分管乙", oversees=("社会救助股",))
    await look(bureau, requests)
    assert "已转分管乙审核" in bureau.newest("分管甲").text
    await bureau.press("分管乙", "同意销号")
    assert bureau.status(15) is ItemStatus.CLOSED


async def test_one_more_deputy_is_asked_as_well(bureau: Bureau) -> None:
    """Fault 2.8."""
    requests = await submit(bureau)
    save_person(bureau, "分管乙", oversees=("社会救助股",))
    await look(bureau, requests)
    assert bureau.newest("分管甲", "同意销号").text == bureau.newest("分管乙", "同意销号").text


async def test_a_deputy_who_can_be_reached_again_decides_instead_of_the_office(bureau: Bureau) -> None:
    """Fault 2.8: the office's request would be refused from then on."""
    save_person(bureau, "分管甲", silent_since=bureau.now)
    requests = await submit(bureau)
    bureau.newest("办主任", "同意销号")
    save_person(bureau, "分管甲", silent_since=None)
    await look(bureau, requests)
    assert "已转分管甲审核" in bureau.newest("办主任").text
    await bureau.press("分管甲", "同意销号")
    assert bureau.status(15) is ItemStatus.CLOSED


async def test_an_amended_item_is_shown_as_it_is_with_buttons_that_work(bureau: Bureau) -> None:
    """Fault 2.8: the buttons of the version before were refused."""
    requests = await submit(bureau)
    save_item(bureau, title="审计反馈问题")
    await look(bureau, requests)
    request = bureau.newest("分管甲")
    assert "审计反馈问题" in request.text
    await bureau.press("分管甲", "同意销号", request)
    assert bureau.status(15) is ItemStatus.CLOSED


async def test_a_request_whose_item_was_closed_in_the_ledger_loses_its_buttons(bureau: Bureau) -> None:
    """Fault 1.11: nobody pressed anything."""
    requests = await submit(bureau)
    save_item(bureau, status=ItemStatus.CLOSED, closed_at=bureau.now)
    await look(bureau, requests)
    assert "无须审核" in bureau.newest("分管甲").text
    assert bureau.newest("分管甲").buttons == ()


async def test_looking_twice_changes_nothing(bureau: Bureau) -> None:
    """Fault 2.8: nobody is asked again, nor after a restart."""
    requests = await submit(bureau)
    save_item(bureau, unit=OTHER_UNIT)
    await look(bureau, requests)
    asked = bureau.texts("分管乙")
    save_person(bureau, "甲某", unit="社会救助股")
    for each in (requests, OpenRequests(bureau.desk.office, lambda: bureau.now)):
        await look(bureau, each)
    assert bureau.texts("分管乙") == asked


async def test_a_request_of_an_older_version_is_decided_by_the_button_it_sent(bureau: Bureau) -> None:
    """Schema 2 kept it as a dialogue of chat 0: after the upgrade nobody is asked twice, and the old button decides."""
    requests = await submit(bureau)
    ledger, old = bureau.ledger, bureau.newest("分管甲", "同意销号")
    asked = ledger.request_of(RequestKind.CLOSE, 15)
    assert asked is not None
    letters = {str(letter): str(chat) for letter, chat in asked.messages.items()} | {"version": str(asked.version)}
    ledger.db.drop_table("requests")
    with ledger.transaction(at=bureau.now, by="older", did="done") as tx:
        tx.set_dialogue(0, 15, Dialogue(kind="petition", number=15, data=letters, begun_at=bureau.now))
    assert ledger.request_of(RequestKind.CLOSE, 15) is None
    books = ledger._books
    with books.change(at=bureau.now, by="duban", did="migrate 2"):
        books.rows.apply(migrate(books.rows.tables, 2, bureau.now))
    said = len(bureau.texts("分管甲"))
    await look(bureau, requests)
    assert len(bureau.texts("分管甲")) == said
    await bureau.press("分管甲", "同意销号", old)
    assert bureau.item(15).closed_by == "分管甲"
    assert old.buttons == ()
    assert ledger.request_of(RequestKind.CLOSE, 15) is None


def send_away(bureau: Bureau, first: str, last: str, by: Person = OTHER_DEPUTY) -> None:
    """分管甲 has a leave in which 分管乙 stands in."""
    leave = Absence(
        first_on=date.fromisoformat(first),
        last_on=date.fromisoformat(last),
        stand_in=by.name,
        stand_in_number=by.number,
    )
    save_person(bureau, "分管甲", away=(leave,))


async def test_a_request_moves_to_the_stand_in_when_the_leave_begins_and_back_when_it_ends(bureau: Bureau) -> None:
    """By the calendar alone, and in hours in which the bot may speak: nobody is woken at midnight."""
    requests = await submit(bureau)
    send_away(bureau, "2026-11-23", "2026-11-24")
    await look(bureau, requests)
    old = bureau.newest("分管甲")
    assert "同意销号" in [button.label for button in old.buttons]
    bureau.wait(days=2, hours=9)  # Monday, 1:05
    requests.mind_the_day(bureau.now)
    await look(bureau, requests)
    assert not bureau.texts("分管乙")
    bureau.wait(hours=8)
    requests.mind_the_day(bureau.now)
    await look(bureau, requests)
    assert "已转分管乙（代分管甲）审核" in old.text
    assert bureau.newest("分管乙").text.startswith("〔代分管甲〕【销号申请】第15号")
    bureau.wait(days=2)
    requests.mind_the_day(bureau.now)
    await look(bureau, requests)
    assert "已转分管甲审核" in bureau.newest("分管乙").text
    await bureau.press("分管甲", "同意销号", bureau.newest("分管甲"))
    assert bureau.item(15).closed_by == "分管甲"


async def test_a_stand_in_decides_and_the_absent_read_the_result_through_theirs(bureau: Bureau) -> None:
    """Owner and head have each the other's post: the result comes once."""
    send_away(bureau, "2026-11-20", "2026-11-24")
    owner = bureau.roster.who(9007)
    assert owner is not None
    leave = Absence(first_on=date(2026, 11, 20), last_on=date(2026, 11, 24), stand_in="股长", stand_in_number=5)
    await submit(bureau)
    save_person(bureau, "甲某", away=(leave,))
    await bureau.press("分管乙", "退回补充")
    await bureau.press("分管乙", "佐证不足")
    assert bureau.status(15) is ItemStatus.ACKNOWLEDGED
    [returned] = [words for words in bureau.texts("股长") if "退回补充】" in words]
    assert not returned.startswith("〔代")
    assert not [words for words in bureau.texts("甲某") if "退回补充】" in words]


async def test_a_stand_in_who_blocked_the_bot_leaves_the_deciding_to_the_office(bureau: Bureau) -> None:
    """A member of the office stands in: somebody comes after them all the same."""
    send_away(bureau, "2026-11-20", "2026-11-24", OFFICE)
    await bureau.say("管理员", "/start")
    await bureau.players["办主任"].block()
    await submit(bureau)
    assert "【销号申请】第15号" in bureau.newest("管理员", "同意销号").text


async def test_an_administrator_out_of_reach_is_asked_once_and_again_when_they_write(bureau: Bureau) -> None:
    """No row says that they can't be reached: they were asked without end, a hundred times a second."""
    requests = OpenRequests(bureau.desk.office, lambda: bureau.now)
    for name in ("分管甲", "办主任"):
        save_person(bureau, name, silent_since=bureau.now)
    admin = bureau.players["管理员"]
    await admin.block()
    await bureau.breathe()
    bureau.add(item("2026-12-18", number=15))
    await bureau.say("甲某", "/extend 15 12月31日 系统升级")
    for _ in range(5):
        await look(bureau, requests)
    assert bureau.refused.count(admin.chat_id) == 1
    admin.unblock()
    await bureau.say("管理员", "/help")
    await look(bureau, requests)
    await look(bureau, requests)
    assert [text.count("第15号") for text in bureau.texts("管理员") if "申请延期" in text or "延期申请" in text] == [1]
    await bureau.press("管理员", "同意")
    assert bureau.item(15).due == "2026-12-31"
