"""Text and entities back to escaped HTML, to show a message."""

from html import escape

from playground.telegram.refusals import Json
from playground.telegram.text.utf16 import cut, width

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "custom_emoji": "tg-emoji",
}


def render_html(text: str, entities: list[Json]) -> str:
    """The HTML that ``parse_mode=HTML`` would read as this text; entities found without markup stay unmarked."""
    marked = sorted(
        (entity for entity in entities if _opening(entity)), key=lambda entity: (entity["offset"], -entity["length"])
    )
    pieces, _ = _render(text, marked, 0, width(text))
    return pieces


def _render(text: str, entities: list[Json], start: int, stop: int) -> tuple[str, list[Json]]:
    """The HTML of the units from ``start`` to ``stop``, and the entities that begin after them."""
    pieces, at = [], start
    while entities and entities[0]["offset"] < stop:
        entity, rest = entities[0], entities[1:]
        begin, end = max(entity["offset"], at), min(entity["offset"] + entity["length"], stop)
        pieces.append(escape(cut(text, at, begin - at), quote=False))
        inner, entities = _render(text, rest, begin, end)
        pieces.append(f"{_opening(entity)}{inner}{_closing(entity)}")
        at = end
    pieces.append(escape(cut(text, at, stop - at), quote=False))
    return "".join(pieces), entities


def _opening(entity: Json) -> str:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">'
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">'
    if kind == "expandable_blockquote":
        return "<blockquote expandable>"
    if kind == "pre" and entity.get("language"):
        return f'<pre><code class="language-{escape(entity["language"])}">'
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{escape(entity["custom_emoji_id"])}">'
    return f"<{_TAGS[kind]}>" if kind in _TAGS else ""


def _closing(entity: Json) -> str:
    kind = entity["type"]
    if kind in {"text_link", "text_mention"}:
        return "</a>"
    if kind == "pre" and entity.get("language"):
        return "</code></pre>"
    return f"</{_TAGS.get(kind, 'blockquote')}>"
