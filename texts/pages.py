"""Cuts what is to be said into messages that Telegram takes: between items, never inside one, never a broken tag.

Telegram counts what is left after the entities are parsed: 4096 characters, 100 entities. [Bot API: sendMessage]
Counted here in UTF-16 units, of which there are never fewer than code points.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from domain.letter import Button, Page, Rows
from domain.roster import Person
from texts.plain import shorten, units_of

TEXT_LIMIT = 4096
ENTITY_LIMIT = 100
BUTTON_LIMIT = 90  # Telegram refuses keyboards of more than 100
PART_MARK_ROOM = len("（99/99）")
_BOLD, _UNBOLD = Markup("<b>"), Markup("</b>")
TAG = re.compile(r"<[^>]*>")
OPENING = re.compile(r"<[a-z]")


@dataclass(frozen=True, slots=True)
class Block:
    """What must stay together: usually one item. ``gap`` puts an empty line before it; ``people`` are whom it calls."""

    html: Markup
    gap: bool = False
    number: int = 0
    buttons: tuple[Button, ...] = ()
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a block takes of a message: UTF-16 units with its line breaks, entities, buttons."""

    units: int = 0
    entities: int = 0
    buttons: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.units + other.units, self.entities + other.entities, self.buttons + other.buttons)


def cost_of(block: Block) -> Cost:
    """The block's own cost, with the line break before it and the empty line that ``gap`` asks for."""
    breaks = 2 if block.gap else 1
    return Cost(units_of(visible(block.html)) + breaks, entities_of(block.html), len(block.buttons))


#: Words the header of a part that holds these blocks.
Head = Callable[[Sequence[Block]], Markup]


def visible(markup: str) -> str:
    """What a reader sees of the html: tags gone, entities resolved."""
    return html.unescape(TAG.sub("", markup))


def entities_of(markup: str) -> int:
    """How many formatting entities Telegram will count."""
    return len(OPENING.findall(markup))


def bold(words: str) -> Markup:
    """The words in bold: for a header, and for an item's number and title; nowhere else."""
    return _BOLD + words + _UNBOLD  # adding to Markup escapes, at a quarter of the cost of its format


def text(words: str) -> Markup:
    """The words as html, escaped."""
    return escape(words)


def join(parts: Sequence[Markup], mark: str = "\n") -> Markup:
    """The parts, one a line; empty ones are left out."""
    return text(mark).join(part for part in parts if part)


def in_rows(buttons: Sequence[Button], a_row: int = 2) -> Rows:
    """The buttons in rows of that many."""
    return tuple(tuple(buttons[start : start + a_row]) for start in range(0, len(buttons), a_row))


def paginate(head: Head, blocks: Sequence[Block], rows: Rows = (), a_row: int = 2) -> tuple[Page, ...]:
    """Messages that hold the blocks in order, each under its header; ``rows`` go below the last one."""
    parts = _parts(head, blocks)
    pages = []
    for index, part in enumerate(parts, start=1):
        mark = f"（{index}/{len(parts)}）" if len(parts) > 1 else ""
        pages.append(_page(head(part) + mark, part, rows if index == len(parts) else (), a_row))
    return tuple(pages)


def _parts(head: Head, blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks, as many together as one message holds; each is measured once."""
    parts: list[list[Block]] = [[]]
    used = Cost()
    for block in blocks:
        cost = cost_of(block)
        if parts[-1] and not _fits(head, [*parts[-1], block], used + cost):
            parts.append([])
            used = Cost()
        if not parts[-1] and not _fits(head, [block], cost):
            block, cost = _cut(head, block), Cost(units=TEXT_LIMIT)  # noqa: PLW2901 - the block as it can be sent
        parts[-1].append(block)
        used += cost
    return parts


def single(*lines: Markup, rows: Rows = (), about: tuple[int, ...] = ()) -> Page:
    """One message of these lines; its makers keep it short, and a line too many is cut rather than refused."""
    whole = join(lines)
    if units_of(visible(whole)) > TEXT_LIMIT:
        whole = text(shorten(visible(whole), TEXT_LIMIT))
    return Page(html=str(whole), rows=rows, about=about)


def _body(head: Markup, part: Sequence[Block]) -> Markup:
    """The header and the blocks below it."""
    return join([head, *(Markup("\n{}").format(block.html) if block.gap else block.html for block in part)])


def _page(head: Markup, part: Sequence[Block], rows: Rows, a_row: int) -> Page:
    """The message of one part."""
    buttons = [button for block in part for button in block.buttons]
    about = tuple(dict.fromkeys(block.number for block in part if block.number))
    return Page(html=str(_body(head, part)), rows=in_rows(buttons, a_row) + rows, about=about)


def _fits(head: Head, part: Sequence[Block], used: Cost) -> bool:
    """Whether one message can hold the blocks, which take ``used``, under their header."""
    title = head(part)
    return (
        used.units + units_of(visible(title)) <= TEXT_LIMIT - PART_MARK_ROOM
        and used.entities + entities_of(title) <= ENTITY_LIMIT
        and used.buttons <= BUTTON_LIMIT
    )


def _cut(head: Head, block: Block) -> Block:
    """A block too large for any message, as plain text of the size that fits: the last resort of a long field."""
    room = TEXT_LIMIT - PART_MARK_ROOM - units_of(visible(head([block]))) - len("\n\n")
    kept = text(shorten(visible(block.html), max(room, 1)))
    return Block(
        html=kept, gap=block.gap, number=block.number, buttons=block.buttons[:BUTTON_LIMIT], people=block.people
    )
