"""Pictures: how large one is, and a small one to send where no other is at hand."""

import struct
import zlib

from playground.telegram.refusals import Refusal, bad_request

MAX_SIDES = 10_000  # width and height together
MAX_RATIO = 20
_MARKER = 0xFF
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG, GIF or WebP (extended), within what Telegram takes as a photo."""
    try:
        size = _size(content)
    except (struct.error, IndexError):
        raise _unreadable() from None
    if sum(size) > MAX_SIDES or max(size) > MAX_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _size(content: bytes) -> tuple[int, int]:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack_from(">II", content, 16)
    elif content.startswith((b"GIF87a", b"GIF89a")):
        width, height = struct.unpack_from("<HH", content, 6)
    elif content.startswith(b"\xff\xd8"):
        width, height = _jpeg_size(content)
    elif content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
    else:
        raise _unreadable()
    if not width or not height:
        raise _unreadable()
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while content[at] == _MARKER:
        marker, length = struct.unpack_from(">xBH", content, at)
        if marker in _START_OF_FRAME:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + length
    raise _unreadable()


def _unreadable() -> Refusal:
    return bad_request("IMAGE_PROCESS_FAILED")


#: Houses of a sample picture: from and to (parts of the width), how high (part of the height), colour.
_HOUSES = (
    (0.06, 0.34, 0.42, (123, 106, 88)),
    (0.38, 0.62, 0.62, (163, 92, 71)),
    (0.68, 0.92, 0.48, (95, 116, 102)),
)
_PANE = (236, 228, 196)


def sample_picture(shade: int = 0, width: int = 320, height: int = 240) -> bytes:
    """A small PNG of a street, as a telephone might take it; another ``shade`` makes another picture."""
    rows = b"".join(b"\0" + _row(y, shade, width, height) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _row(y: int, shade: int, width: int, height: int) -> bytes:
    """One line of it: the sky, before it the houses that are that high, with their windows."""
    down = y / height
    row = bytearray(bytes((int(143 + 90 * down), int(182 + 44 * down), 218)) * width)
    for place, (start, stop, high, _) in enumerate(_HOUSES):
        left, right, top = int(start * width), int(stop * width), int((1 - high) * height)
        if y >= top:
            wall, is_window = bytes(_HOUSES[(place + shade) % len(_HOUSES)][3]), (y - top) % 30 in range(10, 22)
            panes = bytes((max(0, _PANE[0] - 40 * shade % 160), *_PANE[1:]))
            row[3 * left : 3 * right] = b"".join(
                panes if is_window and (x - left) % 24 in range(8, 17) else wall for x in range(left, right)
            )
    return bytes(row)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
