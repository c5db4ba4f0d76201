"""Files both ways: uploaded, sent again by id, found and downloaded, refused."""

import asyncio
import struct
import zlib
from io import BytesIO

import pytest

from playground.telegram.params import Upload
from playground.telegram.pictures import picture_size
from playground.telegram.refusals import Refusal
from playground.telegram.server import Playground
from playground.telegram.uploads import MAX_DOWNLOAD, MAX_UPLOAD
from tests.playground.conftest import TOKEN, Caller


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


async def test_uploaded_document_is_shown_and_sent_again_by_its_id(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    files = {"document": ("台账.xlsx", BytesIO(b"PK-not-really"), "application/zip")}
    data = {"chat_id": "11", "caption": "<b>本周</b>", "parse_mode": "HTML"}
    sent = (await call.client.post("sendDocument", data=data, files=files)).json()["result"]
    document = sent["document"]
    assert (document["file_name"], document["file_size"], document["mime_type"]) == ("台账.xlsx", 13, "application/zip")
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("本周", "bold")
    again = await call.ok("sendDocument", chat_id=11, document=document["file_id"])
    assert again["document"] == document
    assert playground.messages(11)[0].file_name == "台账.xlsx"
    assert playground.file(document["file_id"]) == b"PK-not-really"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('form-data; name="document"; filename=台账 一.xlsx'.encode(), "台账 一.xlsx"),
        ("form-data; name=document; filename=台账.xlsx".encode(), "台账.xlsx"),
        (b"form-data; name=\"document\"; filename*=UTF-8''%E5%8F%B0%E8%B4%A6.xlsx", "台账.xlsx"),
        (b'form-data; name="document"; filename="a\\"b.xlsx"', 'a"b.xlsx'),
        ('form-data; name="document"; filename="台账.xlsx"'.encode("gbk"), ""),
    ],
)
async def test_a_file_is_taken_however_its_name_is_written(
    playground: Playground, call: Caller, disposition: bytes, name: str
) -> None:
    """Fault 8.5: a bare name with Chinese letters lost the file, and one in GBK was answered 500 in plain text."""
    playground.person(11, "甲某")
    parts = (
        b'--B\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n11\r\n--B\r\nContent-Disposition: ',
        disposition,
        b"\r\nContent-Type: application/octet-stream\r\n\r\nPK\r\n--B--\r\n",
    )
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    answer = (await call.client.post("sendDocument", content=b"".join(parts), headers=headers)).json()
    assert answer["result"]["document"]["file_name"] == name


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"chat_id":11,"text":"x","reply_markup":' + b"[" * 2000 + b"]" * 2000 + b"}", "application/json"),
        (b'{"chat_id":11,"text":"x","reply_markup":"' + b"[" * 2000 + b"]" * 2000 + b'"}', "application/json"),
        (b"\xff{", "application/json"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=B"),
    ],
)
async def test_what_can_not_be_parsed_is_refused_in_json(
    playground: Playground, call: Caller, body: bytes, kind: str
) -> None:
    """Fault 8.5: a body nested two thousand deep was answered 500 in plain text."""
    playground.person(11, "甲某")
    answer = await call.client.post("sendMessage", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error_code"]) == (400, 400)
    assert "can't parse" in answer.json()["description"]


async def test_file_of_a_person_is_downloaded_through_its_path(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    await person.send_file(None, "花名册.xlsx", b"roster", "请导入 /import")
    (update,) = await call.ok("getUpdates")
    assert update["message"]["caption_entities"][0]["type"] == "bot_command"
    found = await call.ok("getFile", file_id=update["message"]["document"]["file_id"])
    url = f"{playground.base_url}/file/bot{TOKEN}/{found['file_path']}"
    assert (await call.client.get(url)).content == b"roster"
    assert (await call.client.get(url + "x")).status_code == 404
    assert (await call.client.get(url.replace(TOKEN, "1:no"))).status_code == 401


async def test_file_beyond_the_download_limit_can_be_received_but_not_fetched(
    playground: Playground, call: Caller
) -> None:
    """docs/promises.md 32."""
    person = playground.person(11, "甲某")
    await person.send_file(None, "大.bin", bytes(MAX_DOWNLOAD + 1))
    (update,) = await call.ok("getUpdates")
    file_id = update["message"]["document"]["file_id"]
    assert await call.refused("getFile", file_id=file_id) == "Bad Request: file is too big"


async def test_photo_gets_its_size_and_what_is_no_picture_is_refused(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    sent = (await call.client.post("sendPhoto", data={"chat_id": 11}, files={"photo": png(640, 480)})).json()["result"]
    assert [(size["width"], size["height"]) for size in sent["photo"]] == [(90, 68), (640, 480)]
    refused = (await call.client.post("sendPhoto", data={"chat_id": 11}, files={"photo": b"text"})).json()
    assert refused["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    file_id = sent["photo"][0]["file_id"]
    assert "can't use file of type Photo" in await call.refused("sendDocument", chat_id=11, document=file_id)


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "there is no document in the request"),
        ({"document": "BQACinvented"}, "wrong file identifier/HTTP URL specified"),
        ({"document": "https://example.com/a.pdf"}, "failed to get HTTP URL content"),
        ({"document": "x", "caption": "长" * 1025}, "message caption is too long"),
    ],
)
async def test_what_is_no_file_is_refused(
    playground: Playground, call: Caller, params: dict[str, str], description: str
) -> None:
    playground.person(11, "甲某")
    assert await call.refused("sendDocument", chat_id=11, **params) == f"Bad Request: {description}"


async def test_empty_and_oversized_uploads_are_refused(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    empty = await call.client.post("sendDocument", data={"chat_id": 11}, files={"document": ("a.txt", b"")})
    assert empty.json()["description"] == "Bad Request: file must be non-empty"
    with pytest.raises(Refusal) as refused:
        playground.world.files.keep(Upload("a.bin", bytes(MAX_UPLOAD + 1)))
    assert refused.value.code == 413


async def test_oversized_request_is_refused_before_it_is_read(playground: Playground) -> None:
    port = int(playground.base_url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /bot{TOKEN}/sendDocument HTTP/1.1\r\nHost: x\r\nContent-Length: {MAX_UPLOAD * 2}\r\n\r\n"
    writer.write(head.encode())
    assert b" 413 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"GIF89a" + struct.pack("<HH", 3, 4), (3, 4)),
        (b"RIFF....WEBPVP8X........" + (9).to_bytes(3, "little") + (19).to_bytes(3, "little"), (10, 20)),
        (b"\xff\xd8\xff\xe0\x00\x04..\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 5, 6), (6, 5)),
    ],
)
def test_size_is_read_from_every_kind_of_picture(content: bytes, size: tuple[int, int]) -> None:
    assert picture_size(content) == size


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\x00", b"GIF89a", png(0, 5)])
def test_torn_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="IMAGE_PROCESS_FAILED"):
        picture_size(content)


@pytest.mark.parametrize("size", [(9000, 1001), (21, 1)])
def test_picture_of_impossible_shape_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(Refusal, match="PHOTO_INVALID_DIMENSIONS"):
        picture_size(png(*size))
