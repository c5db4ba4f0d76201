"""The board's colours are told apart by everybody, and its pages have what a screen reader goes by."""

import re
from itertools import product
from pathlib import Path

import pytest

from tests.rows import every_row
from texts.board.pages import FOLDER

CSS = (FOLDER / "static" / "board.css").read_text(encoding="utf-8")
TEMPLATES = sorted((FOLDER / "templates").glob("*.html"))
#: What is written, and what it is written on.
WRITTEN = ("ink", "soft", "link", "late", "today", "near", "waiting", "normal", "settled")
GROUND = ("paper", "card", "wash")


def _themes() -> dict[str, dict[str, str]]:
    light, *dark = (
        dict(re.findall(r"--([\w-]+): (#\w{6})", block))
        for block in re.findall(r":root[^{]*\{([^}]*--paper[^}]*)\}", CSS)
    )
    assert dark[0] == dark[1]  # by the system, and by choice
    return {"light": light, "dark": light | dark[0]}


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(theme: str) -> None:
    """WCAG 2.2, 1.4.3."""
    colours = _themes()[theme]
    pairs = [*product(WRITTEN, GROUND), ("brand-ink", "brand")]
    assert [(a, b) for a, b in pairs if _contrast(colours[a], colours[b]) < 4.5] == []


@every_row("path", TEMPLATES)
def test_templates_trust_nothing_and_run_nothing_inline(path: Path) -> None:
    """docs/decisions/0087-the-board.md."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe|autoescape|Markup", text)
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=|<style", text)
    assert not re.search(r"=\s*\{\{", text)  # every attribute is quoted


def test_the_page_has_its_landmarks_and_a_way_past_them() -> None:
    base = (FOLDER / "templates" / "base.html").read_text(encoding="utf-8")
    for mark in (
        '<html lang="zh-CN"',
        "<header",
        '<nav class="nav" aria-label=',
        '<main id="main"',
        "<footer",
        'href="#main"',
    ):
        assert mark in base
