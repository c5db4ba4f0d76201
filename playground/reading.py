"""Reads a call's parameters from wherever HTTP can carry them: query, form, multipart, JSON."""

from urllib.parse import parse_qsl

import msgspec
from aiohttp import BodyPartReader, web

from playground.params import Params, Upload
from playground.refusals import bad_request, too_large
from playground.uploads import MAX_UPLOAD

#: Bytes of a whole request: the largest file, and room for what is written around it.
MAX_REQUEST = MAX_UPLOAD + 1024 * 1024


async def read_params(request: web.Request) -> Params:
    """The parameters of one call; those of the body win over those of the query."""
    if (request.content_length or 0) > MAX_REQUEST:
        raise too_large()
    params = Params(dict(request.query))
    if not request.can_read_body:
        return params
    if request.content_type == "multipart/form-data":
        await _read_multipart(request, params)
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
    except msgspec.MsgspecError:
        raise bad_request("can't parse JSON object") from None


async def _read_multipart(request: web.Request, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if len(content) > MAX_UPLOAD:
            raise too_large()
        if part.filename is None:
            params.values[part.name] = content.decode(errors="replace")
        else:
            mime_type = part.headers.get("Content-Type", "").partition(";")[0]
            params.uploads[part.name] = Upload(part.filename, content, mime_type)
