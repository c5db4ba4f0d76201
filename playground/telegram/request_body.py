"""Reads a call's parameters from the query, a form, multipart or JSON."""

import re
from urllib.parse import parse_qsl

import msgspec
from aiohttp import BodyPartReader, web

from playground.telegram.params import Params, Upload
from playground.telegram.refusals import bad_request, too_large
from playground.telegram.uploads import MAX_UPLOAD

#: Bytes of a whole request: the largest file, and room for what is written around it.
MAX_REQUEST = MAX_UPLOAD + 1024 * 1024
#: ``name`` or ``filename`` of a part, quoted or, as some clients write them, bare with any letters.
_NAMED = re.compile(r"""(?:^|;)\s*(name|filename)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))""", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")


async def read_params(request: web.Request) -> Params:
    """The parameters of one call; those of the body win over those of the query."""
    if (request.content_length or 0) > MAX_REQUEST:
        raise too_large()
    params = Params(dict(request.query))
    if not request.can_read_body:
        return params
    if request.content_type == "multipart/form-data":
        try:
            await _read_multipart(request, params)
        except ValueError:  # no boundary, or none of its parts
            raise bad_request("can't parse multipart/form-data") from None
    elif request.content_type == "application/json":
        params.values |= _object(await request.read())
    else:
        params.values |= dict(parse_qsl((await request.read()).decode(errors="replace"), keep_blank_values=True))
    return params


def _object(body: bytes) -> dict[str, object]:
    if not body.strip():
        return {}
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.MsgspecError, RecursionError):
        raise bad_request("can't parse JSON object") from None


async def _read_multipart(request: web.Request, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        name, file_name = _names(part)
        content = bytes(await part.read(decode=True))
        if len(content) > MAX_UPLOAD:
            raise too_large()
        if file_name is None:
            params.values[name] = content.decode(errors="replace")
        else:
            mime_type = part.headers.get("Content-Type", "").partition(";")[0]
            params.uploads[name] = Upload(file_name, content, mime_type)


def _names(part: BodyPartReader) -> tuple[str, str | None]:
    """The field and the file's name. Telegram drops a file name that is not UTF-8, and takes the file."""
    header = part.headers.get("Content-Disposition", "")
    if "filename*" in header.lower():
        return part.name or "", part.filename
    found = {key.lower(): _ESCAPED.sub(r"\1", quoted) or bare.strip() for key, quoted, bare in _NAMED.findall(header)}
    file_name = found.get("filename")
    return found.get("name", ""), "" if file_name and not _is_utf8(file_name) else file_name


def _is_utf8(text: str) -> bool:
    """Bytes that are not UTF-8 arrive as lone surrogates, which can't be encoded again."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
