"""Puts short messages for one reader into as few as Telegram takes, so that a chat hears once of one occasion."""

from collections.abc import Iterable

from domain.letter import Page
from texts.pages import BUTTON_LIMIT, ENTITY_LIMIT, TEXT_LIMIT, entities_of, visible
from texts.plain import units_of

GAP = "\n\n"


def stack(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages in order, each below the one before it as long as one message holds them; none is split."""
    stacked: list[Page] = []
    for page in pages:
        joined = _joined(stacked[-1], page) if stacked else None
        if joined is not None and _fits(joined):
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


def _fits(page: Page) -> bool:
    return (
        units_of(visible(page.html)) <= TEXT_LIMIT
        and entities_of(page.html) <= ENTITY_LIMIT
        and sum(len(row) for row in page.rows) <= BUTTON_LIMIT
    )
