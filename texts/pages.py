"""Cuts what is to be said into messages that Telegram takes and a phone shows: never inside an item or a tag."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup, escape

from domain.letter import Button, Media, Page, Rows
from domain.roster import Person

ELLIPSIS = "…"
#: Joins emoji into one sign; the only invisible format character that is kept.
JOINER = "\u200d"
#: Categories that have no place on a line: controls, lone surrogates, private use, unassigned, invisible formats.
UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})

#: What a short name does without.
_SAYS_NOTHING = re.compile(r"^关于|[（(〔【\[][^）)〕】\]]*[）)〕】\]]|[“”‘’《》〈〉「」\"'\s]")
#: Where a title's first clause ends.
_CLAUSE_END = re.compile(r"[：:，,、；;。—·]")
_LEAST_CLAUSE = 2
#: The beginning of a number or Latin word at the end of a text.
_HALF_WORD = re.compile(r"[0-9A-Za-z.]+$")


def clean(text: str) -> str:
    """The text on one line, without control and direction-changing characters."""
    spaced = " ".join(text.split())
    if spaced.isprintable():  # nearly always; none of the categories below is
        return spaced
    return "".join(sign for sign in spaced if sign == JOINER or unicodedata.category(sign) not in UNSEEN)


def brief(title: str, most: int) -> str:
    """The beginning of a title for a button, at most ``most`` signs; cut at punctuation where there is some.

    Neither 关于 nor what stands in brackets says anything, and a number or Latin word is left out rather than cut.
    """
    words = _SAYS_NOTHING.sub("", clean(title)) or clean(title)
    if len(words) <= most:
        return words
    first = _CLAUSE_END.split(words, maxsplit=1)[0]
    if _LEAST_CLAUSE <= len(first) <= most:
        return first
    kept = words[:most]
    if words[most].isascii() and words[most].isalnum():
        kept = _HALF_WORD.sub("", kept) or kept
    return kept.rstrip("、，：:；;—-“‘《（(【〔「 ") or kept


def units_of(text: str) -> int:
    """The length that Telegram counts: UTF-16 code units (an emoji is two)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """The cleaned text in at most ``limit`` UTF-16 units, ending in … where something was left out."""
    whole = clean(text)
    if units_of(whole) <= limit:
        return whole
    kept, used = [], 0
    for sign in whole:
        used += units_of(sign)
        if used > limit - len(ELLIPSIS):
            break
        kept.append(sign)
    return "".join(kept).rstrip(f"{JOINER}\ufe0f ") + ELLIPSIS


TEXT_LIMIT = 4096
#: And below a picture or a file.
CAPTION_LIMIT = 1024
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


def fits_below(page: Page, media: Media | None) -> bool:
    """Whether the words have room below what a message shows; a place has room for none."""
    if media is None:
        return True
    return units_of(visible(page.html)) <= (0 if media.kind == "location" else CAPTION_LIMIT)


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


GAP = "\n\n"


def stack(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages in order, each below the one before it as long as one message holds them; none is split."""
    return _stack(pages, _fits_one)


def stack_by_screen(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The same as long as a phone shows them at once; by what a message holds, where that makes too many messages."""
    stacked = _stack(pages, _fits_screen)
    return stacked if len(stacked) <= MOST_AT_ONCE else stack(pages)


def _stack(pages: Iterable[Page], fits: Callable[[Page], bool]) -> tuple[Page, ...]:
    stacked: list[Page] = []
    for page in pages:
        joined = _joined(stacked[-1], page) if stacked else None
        if joined is not None and fits(joined):
            stacked[-1] = joined
        else:
            stacked.append(page)
    return tuple(stacked)


def _joined(above: Page, below: Page) -> Page:
    return Page(
        html=f"{above.html}{GAP}{below.html}",
        rows=above.rows + below.rows,
        about=tuple(dict.fromkeys(above.about + below.about)),
    )


def _fits_one(page: Page) -> bool:
    return (
        units_of(visible(page.html)) <= TEXT_LIMIT
        and entities_of(page.html) <= ENTITY_LIMIT
        and sum(len(row) for row in page.rows) <= BUTTON_LIMIT
    )


def _fits_screen(page: Page) -> bool:
    return _fits_one(page) and height_of(page.html) + len(page.rows) <= UNASKED_LINES


COLUMNS = 20
LINES = 22
#: A reader gets so many messages at one time before they are made longer than a screen.
MOST_AT_ONCE = 3
#: A message that comes of itself may be a little taller: nobody pages in it, and its last button is the whole list.
UNASKED_LINES = 24
#: So many items are named, fewer where they would fill more than a screen.
MOST_NAMED, LEAST_NAMED = 5, 3
_REST = 2  # 另有7项…, and the empty line before it
#: What a line holds on other phones and at other sizes of type, in half-width characters.
_WIDTHS = range(36, 46)


def height_of(html: str) -> int:
    """The lines that a piece of a message takes."""
    return sum(max(1, -(-_half_widths(line) // (2 * COLUMNS))) for line in visible(html).split("\n"))


def breaks_within(before: str, words: str) -> bool:
    """Whether some phone would break the words across two lines where they follow ``before`` on its line."""
    start, length = _half_widths(before.rsplit("\n", maxsplit=1)[-1]), _half_widths(words)
    return any(start % width + length > width for width in _WIDTHS)


def _half_widths(line: str) -> int:
    """The width of a line; whatever is not ASCII counts as full."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def fitting(items: Iterable[Markup], *, lines: int, most: int, a_row: int) -> Sequence[Markup]:
    """As many of the items as ``lines`` hold: an empty line before each, ``a_row`` buttons in a row; at least one."""
    kept: list[Markup] = []
    for item in islice(items, most):
        lines -= 1 + height_of(item)
        rows = -(-(len(kept) + 1) // a_row)
        if kept and lines < rows:
            break
        kept.append(item)
    return kept


def named(items: Sequence[Block], around: Iterable[str], a_row: int = 2) -> Sequence[Block]:
    """As many of the items as are named: what fits with what stands ``around`` them and the list's button."""
    room = UNASKED_LINES - sum(height_of(words) for words in around if words) - _REST
    for count in range(min(MOST_NAMED, len(items)), LEAST_NAMED, -1):
        if _height(items[:count], a_row) <= room:
            return items[:count]
    return items[:LEAST_NAMED]


def _height(items: Sequence[Block], a_row: int) -> int:
    buttons = sum(len(each.buttons) for each in items) + 1
    return sum(height_of(each.html) + 1 for each in items) - (-buttons // a_row)


def say_rest(total: int, shown: int) -> str:
    """另有7项请点下方按钮查看, or nothing."""
    return f"另有{total - shown}项请点下方按钮查看。" if total > shown else ""
