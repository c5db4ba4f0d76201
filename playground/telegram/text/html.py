"""Reads ``parse_mode=HTML``: the tags that Telegram knows, refused as Telegram refuses what it can't parse."""

import re
from dataclasses import dataclass, field
from html import unescape

from playground.telegram.refusals import Json, Refusal, bad_request
from playground.telegram.text.tags import KNOWN_TAGS, entity_of
from playground.telegram.text.utf16 import width

_START = re.compile(r"<([a-zA-Z0-9-]*)")
_END = re.compile(r"</([a-zA-Z0-9-]*)\s*>?")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z0-9-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);")
_PLAIN = re.compile(r"[^<&]+")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    first_part: int  # of what it encloses


@dataclass(slots=True)
class HtmlReader:
    """One pass over a source; ``read`` gives the bare text and its entities (offsets in UTF-16 code units)."""

    source: str
    _at: int = 0
    _parts: list[str] = field(default_factory=list)
    _offset: int = 0
    _open: list[_Open] = field(default_factory=list)
    _entities: list[Json] = field(default_factory=list)

    def read(self) -> tuple[str, list[Json]]:
        while self._at < len(self.source):
            self._step()
        if self._open:
            raise self._refuse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return "".join(self._parts), self._entities

    def _step(self) -> None:
        if plain := _PLAIN.match(self.source, self._at):
            self._write(plain.group(), plain.end())
        elif self.source[self._at] == "&":
            reference = _REFERENCE.match(self.source, self._at)
            self._write(
                unescape(reference.group()) if reference else "&", reference.end() if reference else self._at + 1
            )
        elif self.source.startswith("</", self._at):
            self._close()
        else:
            self._begin()

    def _write(self, text: str, end: int) -> None:
        self._parts.append(text)
        self._offset += width(text)
        self._at = end

    def _begin(self) -> None:
        match = _START.match(self.source, self._at)
        tag = match.group(1).lower() if match else ""
        if tag not in KNOWN_TAGS:
            raise self._refuse(f'Unsupported start tag "{tag}" at byte offset {self._byte(self._at)}')
        begun, attributes = self._at, {}
        self._at += 1 + len(tag)
        while attribute := _ATTRIBUTE.match(self.source, self._at):
            attributes[attribute.group(1).lower()] = unescape(next((v for v in attribute.groups()[1:] if v), ""))
            self._at = attribute.end()
        self._at += len(self.source[self._at :]) - len(self.source[self._at :].lstrip())
        if not self.source.startswith(">", self._at):
            raise self._refuse(f'Unclosed start tag "{tag}" at byte offset {self._byte(begun)}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begun)}')
        self._at += 1
        self._open.append(_Open(tag, attributes, self._offset, len(self._parts)))

    def _close(self) -> None:
        match = _END.match(self.source, self._at)
        tag = match.group(1).lower() if match else ""
        if match is None or not match.group().endswith(">"):
            raise self._refuse(f"Unclosed end tag at byte offset {self._byte(self._at)}")
        if not self._open:
            raise self._refuse(f"Unexpected end tag at byte offset {self._byte(self._at)}")
        opened = self._open.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise self._refuse(f"Unmatched end tag at byte offset {self._byte(self._at)}, {expected}")
        self._at = match.end()
        length = self._offset - opened.offset
        if length and (entity := self._entity(opened)):
            self._entities.append({"type": entity.pop("type"), "offset": opened.offset, "length": length, **entity})

    def _entity(self, opened: _Open) -> Json | None:
        language = opened.attributes.get("class", "")
        if opened.tag == "code" and self._open and self._open[-1].tag == "pre" and language.startswith("language-"):
            self._open[-1].attributes["language"] = language.removeprefix("language-")
            return None  # the block itself is marked, with its language
        return entity_of(opened.tag, opened.attributes, "".join(self._parts[opened.first_part :]))

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _refuse(self, why: str) -> Refusal:
        return bad_request(f"can't parse entities: {why}")
