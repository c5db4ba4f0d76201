"""Into the board (督办看板): by a link of the bot, once and for ten minutes, or as a Mini App; out with the day."""

import re
from dataclasses import replace as changed
from urllib.parse import parse_qsl, urlencode

import pytest
from msgspec.structs import replace

from domain.invitations import digest_of
from domain.item import ItemStatus
from tests.domain.office import ADMIN_ID, DIRECTOR, OWNER, item
from tests.handlers.board import COOKIE, URL, OpenBoard, init_data, open_board, user_fields
from tests.handlers.office import Bureau

OWNER_ID = OWNER.telegram_id or 0


async def _link(board: OpenBoard, name: str = "甲某") -> str:
    """The path of a new link, as the bot's button has it."""
    await board.bureau.say(name, "看板")
    buttons = board.bureau.newest(name).buttons
    url = next(each.url for each in buttons if each.label == "用浏览器打开")
    assert url.startswith(URL)
    return url.removeprefix(URL)


def _cookie_of(answer_headers: object) -> tuple[str, str]:
    written = answer_headers["Set-Cookie"]  # type: ignore[index]
    found = re.match(rf"{COOKIE}=([^;]+); (.*)", written)
    assert found is not None
    return found[1], found[2]


async def test_a_link_opens_the_board_once(board: OpenBoard) -> None:
    board.bureau.add(item(number=12))
    path = await _link(board)
    assert (await board.get(path)).status == 200
    assert (await board.get(path)).status == 200  # a preview of the link uses nothing up
    answer = await board.post(path)
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    secret, rest = _cookie_of(answer.headers)
    assert "甲某" in (await board.get("/", {COOKIE: secret})).text
    for again in (await board.get(path), await board.post(path)):
        assert again.status == 403
        assert "链接已失效" in again.text
        assert "Set-Cookie" not in again.headers
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(rest.split("; "))
    assert re.search(r"Max-Age=(\d+)", rest)[1] == str(7 * 3600 + 55 * 60)  # type: ignore[index] # from 16:05 on


async def test_a_link_opens_at_once_before_the_board_has_looked_at_the_ledger_again(board: OpenBoard) -> None:
    path = await _link(board)
    async with board.client.get(path) as answer:
        assert answer.status == 200


async def test_a_link_is_good_for_ten_minutes(board: OpenBoard) -> None:
    path = await _link(board)
    board.bureau.wait(minutes=10)
    assert (await board.get(path)).status == 200
    board.bureau.wait(seconds=1)
    assert (await board.post(path)).status == 403


async def test_a_link_older_than_the_board_is_refused(bureau: Bureau, board: OpenBoard) -> None:
    """The board's memory is gone with its process, and with it which links were opened."""
    path = await _link(board)
    bureau.wait(seconds=5)
    async with open_board(bureau) as later:
        assert (await later.post(path)).status == 403


@pytest.mark.parametrize("token", ["A" * 32, "..%2f..%2fetc%2fpasswd", "%00" * 20, "甲" * 20, "x" * 65])
async def test_a_forged_link_opens_nothing(board: OpenBoard, token: str) -> None:
    await _link(board)
    for answer in (await board.get(f"/sign-in/{token}"), await board.post(f"/sign-in/{token}")):
        assert answer.status in {403, 404}
        assert "Set-Cookie" not in answer.headers


async def test_the_link_is_told_in_private_and_to_people_of_the_roster_alone(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "陌生人")
    [reply] = await bureau.say("甲某", "/board@duban_bot", group)
    assert "私聊" in reply
    assert "sign-in" not in reply
    [reply] = await bureau.say("陌生人", "/board")
    assert "sign-in" not in reply
    [reply] = await bureau.say("甲某", "/board")
    assert "【督办看板】" in reply
    assert {button.label for button in bureau.newest("甲某").buttons} == {"打开看板", "用浏览器打开"}
    bureau.desk.office = changed(bureau.desk.office, board="http://127.0.0.1:8090")  # Telegram takes no such buttons
    [reply] = await bureau.say("甲某", "/board")
    assert "http://127.0.0.1:8090/sign-in/" in reply
    assert bureau.newest("甲某").buttons == ()
    bureau.desk.office = changed(bureau.desk.office, board="")
    [reply] = await bureau.say("甲某", "/board")
    assert reply == "本单位未启用网页看板。确有需要，请联系办公室。"


async def test_what_is_kept_of_a_link_opens_nothing(board: OpenBoard) -> None:
    token = (await _link(board)).rpartition("/")[2]
    board.look()
    kept = board.desk.reader.sign_in_of(digest_of(token))
    assert kept is not None
    assert token not in kept.token
    assert (await board.post(f"/sign-in/{kept.token}")).status == 403


async def test_a_session_ends_with_its_day_and_with_signing_out(board: OpenBoard) -> None:
    cookies = board.cookies_of("甲某")
    assert (await board.get("/", cookies)).status == 200
    out = await board.post("/sign-out", cookies=cookies)
    assert out.status == 303
    assert "Max-Age=0" in out.headers["Set-Cookie"]
    gone = await board.get("/", cookies)
    assert gone.status == 401
    assert "发送“看板”" in gone.text
    cookies = board.cookies_of("甲某")
    board.bureau.wait(hours=7, minutes=54)
    assert (await board.get("/", cookies)).status == 200
    board.bureau.wait(minutes=1)
    assert (await board.get("/", cookies)).status == 401


async def test_who_leaves_the_roster_is_out_at_once(board: OpenBoard) -> None:
    cookies = board.cookies_of("甲某")
    assert (await board.get("/", cookies)).status == 200
    with board.bureau.ledger.transaction(at=board.bureau.now, by="test", did="retire") as tx:
        tx.save_person(replace(OWNER, left_at=board.bureau.now))
    assert (await board.get("/", cookies)).status == 401
    path = await _link(board, "局长")
    with board.bureau.ledger.transaction(at=board.bureau.now, by="test", did="another account") as tx:
        tx.save_person(replace(DIRECTOR, telegram_id=77))
    assert "花名册中没有您的账号" in (await board.post(path)).text


async def test_one_person_has_sixteen_sessions_and_the_oldest_ends(board: OpenBoard) -> None:
    first, others = board.cookies_of("甲某"), board.cookies_of("局长")
    for _ in range(16):
        newest = board.cookies_of("甲某")
    assert [(await board.get("/", each)).status for each in (first, newest, others)] == [401, 200, 200]


async def test_a_cookie_that_was_never_given_is_nobodys(board: OpenBoard) -> None:
    own = board.cookies_of("甲某")[COOKIE]
    for forged in ("", "x", own[:-1], own.upper(), f"{own}x", "9007", "' or 1=1"):
        assert (await board.get("/items", {COOKIE: forged})).status == 401


async def test_a_mini_app_is_let_in_by_its_init_data(board: OpenBoard) -> None:
    page = await board.get("/app")
    assert page.status == 200
    assert "app.js" in page.text
    for telegram_id, name in ((OWNER_ID, "甲某"), (ADMIN_ID, "管理员")):
        answer = await board.post("/app", {"init_data": init_data(user_fields(telegram_id, board.bureau.now))})
        secret, _ = _cookie_of(answer.headers)
        assert name in (await board.get("/", {COOKIE: secret})).text


def _spoilt(board: OpenBoard) -> dict[str, str]:
    fields = user_fields(OWNER_ID, board.bureau.now)
    good = init_data(fields)
    pairs = dict(parse_qsl(good))
    seconds = int(fields["auth_date"])
    return {
        "nothing": "",
        "no hash": urlencode(fields),
        "another bot's": init_data(fields, "2:other"),
        "the token itself as key": urlencode({**fields, "hash": "0" * 64}),
        "another user under the same hash": urlencode({**pairs, "user": '{"id":9002}'}),
        "a field more": urlencode({**pairs, "start_param": "x"}),
        "a field less": urlencode({key: value for key, value in pairs.items() if key != "query_id"}),
        "a field twice": f"{good}&user=%7B%22id%22%3A9002%7D",
        "ten minutes and a second old": init_data({**fields, "auth_date": str(seconds - 601)}),
        "from a clock far ahead": init_data({**fields, "auth_date": str(seconds + 121)}),
        "no date": init_data({key: value for key, value in fields.items() if key != "auth_date"}),
        "an odd date": init_data({**fields, "auth_date": "٣٣"}),
        "a huge date": init_data({**fields, "auth_date": "9" * 30}),
        "no user": init_data({key: value for key, value in fields.items() if key != "user"}),
        "a user that is no object": init_data({**fields, "user": "[9007]"}),
        "a user whose id is words": init_data({**fields, "user": '{"id":"9007"}'}),
        "a bot": init_data({**fields, "user": '{"id":9007,"is_bot":true}'}),
        "a negative id": init_data({**fields, "user": '{"id":-9007}'}),
        "no pairs": "abc",
        "too long": init_data({**fields, "query_id": "x" * 9000}),
        "a stranger": init_data(user_fields(4242, board.bureau.now)),
    }


async def test_init_data_that_proves_nobody_is_refused(board: OpenBoard) -> None:
    for why, said in _spoilt(board).items():
        answer = await board.post("/app", {"init_data": said})
        assert answer.status == 403, why
        assert "未能登录" in answer.text, why
        assert "Set-Cookie" not in answer.headers, why
    assert (await board.post("/app", {"init_data": "x" * 40_000})).status == 413


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_forms_of_other_sites_are_refused(board: OpenBoard, headers: dict[str, str]) -> None:
    path, cookies = await _link(board), board.cookies_of("甲某")
    assert (await board.post(path, headers=headers)).status == 403
    assert (await board.post("/sign-out", cookies=cookies, headers=headers)).status == 403
    assert (await board.get("/", cookies)).status == 200
    assert (await board.post(path, headers={"Origin": URL})).status == 303


async def test_the_board_lives_under_the_path_of_its_address(bureau: Bureau) -> None:
    bureau.add(item(number=12, status=ItemStatus.ASSIGNED))
    async with open_board(bureau, url="https://oa.example.gov.cn/duban/") as board:
        answer = await board.post("/duban/app", {"init_data": init_data(user_fields(OWNER_ID, bureau.now))})
        assert answer.headers["Location"] == "/duban/"
        assert answer.headers["Set-Cookie"].startswith("__Secure-duban=")
        assert "Path=/duban/" in answer.headers["Set-Cookie"]
        cookie = answer.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
        page = await board.get("/duban/", {"__Secure-duban": cookie})
        assert 'href="/duban/items/12"' in page.text
        assert not re.search(r'(href|src|action)="/(?!duban/)', page.text)
        assert (await board.get("/")).status == 404
    async with open_board(bureau, url="http://127.0.0.1:8090") as board:
        answer = await board.post("/app", {"init_data": init_data(user_fields(OWNER_ID, bureau.now))})
        assert answer.headers["Set-Cookie"].startswith("duban=")
        assert "Secure" not in answer.headers["Set-Cookie"]


async def test_no_clock_opens_a_link_twice_or_keeps_a_new_one_out(bureau: Bureau, board: OpenBoard) -> None:
    bureau.wait(hours=2)  # a clock runs ahead
    first = await _link(board)
    assert (await board.post(first)).status == 303
    bureau.wait(hours=5)
    assert (await board.post(await _link(board))).status == 303
    bureau.wait(hours=-5)  # and is set back
    assert (await board.post(first)).status == 403
    ahead = await _link(board)
    async with open_board(bureau) as later:
        bureau.wait(hours=-2)
        assert (await later.post(ahead)).status == 403
        assert (await later.post(await _link(later))).status == 303


async def test_signing_in_ends_the_session_before(board: OpenBoard) -> None:
    before = board.cookies_of("局长")
    assert (await board.post(await _link(board), cookies=before)).status == 303
    assert (await board.get("/", before)).status == 401


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"init_data=\xff\xfe"),
        ("application/x-www-form-urlencoded; charset=nix", b"init_data=a"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"init_data=hash%3D+2AA-"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=init_data\r\n\r\nx"),
        ("application/json", b"{}"),
    ],
)
async def test_what_is_no_form_is_refused_and_is_no_fault(board: OpenBoard, kind: str, body: bytes) -> None:
    async with board.client.post("/app", data=body, headers={"Content-Type": kind}) as answer:
        assert answer.status == 403


async def test_packed_nonsense_is_refused_and_is_no_fault(board: OpenBoard) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Encoding": "gzip"}
    async with board.client.post("/app", data=b"init_data=this is not packed", headers=headers) as answer:
        assert answer.status == 403


async def test_an_address_written_otherwise_is_still_the_boards_own(bureau: Bureau) -> None:
    async with open_board(bureau, url="https://Duban.Example.gov.cn:443") as board:
        answer = await board.post("/sign-out", headers={"Origin": "https://duban.example.gov.cn"})
        assert answer.status == 303
        assert (await board.post("/sign-out", headers={"Origin": "https://duban.example.gov.cn:8443"})).status == 403
