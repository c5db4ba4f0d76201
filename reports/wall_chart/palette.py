"""Colours of a chart: calm, apart from each other in print and in grey, and dark enough to be read on."""

from typing import NamedTuple

from domain.views import Light


class Tone(NamedTuple):
    """A light's colours: its bar, the words on it, and what of a bar is only a moved limit."""

    strong: str
    words: str
    pale: str


INK = "#1b2430"
MUTED = "#4a5563"
PAPER = "#ffffff"
BAND = "#e9eef4"
GRID = "#d5dbe3"
RULE = "#8a97a6"
TODAY = "#1d4f91"
GOLD = "#b7791f"

_GREEN = Tone("#2c7a51", "#ffffff", "#b9dbc8")
_RED = Tone("#b3261e", "#ffffff", "#eebdb9")
_YELLOW = Tone("#f2c230", "#1b2430", "#f9e6ac")
TONES: dict[Light, Tone] = {
    Light.LATE: _RED,
    Light.FAR_BEHIND: _RED,
    Light.TODAY: Tone("#b8500c", "#ffffff", "#f1cbae"),
    Light.NEAR: _YELLOW,
    Light.BEHIND: _YELLOW,
    Light.WAITING: Tone("#4a5fa5", "#ffffff", "#c5cde6"),
    Light.NORMAL: _GREEN,
    Light.CLOSED: Tone("#6b7683", "#ffffff", "#d3d8de"),
    Light.PAUSED: Tone("#8a6d5a", "#ffffff", "#ddd1c8"),
    Light.CANCELLED: Tone("#6b7683", "#ffffff", "#d3d8de"),
}
