"""What each tag of ``parse_mode=HTML`` means as an entity."""

import re

from playground.telegram.refusals import Json

#: Tags whose meaning needs no attribute.
SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
KNOWN_TAGS = SIMPLE.keys() | {"a", "tg-emoji", "tg-time"}


def entity_of(tag: str, attributes: dict[str, str], inner: str) -> Json | None:
    """The entity of an element that encloses the text ``inner``, without its place; ``None`` where it marks nothing."""
    if tag == "a":
        return _link(attributes.get("href") or inner)
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
    if tag == "tg-time":
        return _moment(attributes)
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    language = {"language": attributes["language"]} if tag == "pre" and attributes.get("language") else {}
    return {"type": SIMPLE[tag], **language}


def _link(href: str) -> Json | None:
    """A link, or the mention of a person by id, resolved later; ``None`` if the address is not valid."""
    href = href.strip()
    if person := re.fullmatch(r"tg:(?://)?user/?\?id=(\d+)", href):
        return {"type": "text_mention", "user_id": int(person.group(1))}
    if not re.match(r"[a-z][a-z0-9+.-]*:", href, re.IGNORECASE):
        href = f"http://{href}"
    if re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+", href, re.IGNORECASE):
        return {"type": "text_link", "url": f"{href}/"}
    is_address = re.match(r"(?:https?|tg|ton|tonsite|mailto|tel):(?://)?[^\s/]", href, re.IGNORECASE)
    return {"type": "text_link", "url": href} if is_address else None


def _moment(attributes: dict[str, str]) -> Json | None:
    unix = attributes.get("unix", "")
    if not unix.isdecimal():
        return None
    form = {"date_time_format": attributes["format"]} if attributes.get("format") else {}
    return {"type": "date_time", "unix_time": int(unix), **form}
