"""Refusals about figures (考核数据)."""

from domain.errors import DubanError


class FiguresUnread(DubanError):
    """What follows ``/figures`` is no period, or names no unit that can be told."""

    def __init__(self, written: str) -> None:
        self.written = written


class FiguresNotYours(DubanError):
    """Staff read no figures."""
