"""What a person sees of a page: its lines without markup, its buttons row by row."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from domain.letter import Button, Page
from texts.pages import visible

_MESSAGES = Path(__file__).parents[2] / "docs" / "messages.md"


@cache
def model(number: int) -> str:
    """The section of docs/messages.md on the messages of that number."""
    sections = re.split(r"^## ", _MESSAGES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return next(section for section in sections if section.startswith(f"{number}. "))


def read(page: Page) -> str:
    """The text as shown."""
    return visible(page.html)


def unbroken(page: Page) -> str:
    """The text as shown, names in brackets beside their titles however wide these are."""
    return read(page).replace("\n（", "（")


def visible_lines(html: str) -> list[str]:
    """The lines of a piece of a page, as shown."""
    return visible(html).splitlines()


def labels(page: Page) -> list[list[str]]:
    """The labels of the buttons, row by row."""
    return [[button.label for button in row] for row in page.rows]


def buttons(pages: Sequence[Page]) -> list[Button]:
    """All buttons of the pages."""
    return [button for page in pages for row in page.rows for button in row]
