"""``/board``: the message with the way into the board (督办看板)."""

from domain.actions import Action
from domain.letter import Button, Page
from domain.sign_in import VALID_FOR
from texts.actions import BUTTONS
from texts.lines import link
from texts.pages import bold, single, text

_MINUTES = int(VALID_FOR.total_seconds()) // 60


def render_board_link(url: str, app: str) -> Page:
    """The one-time link; ``app`` is the address of the Mini App, ``""`` where Telegram would take none."""
    head = bold(f"【{BUTTONS[Action.BOARD]}】")
    if not app:
        return single(head, text(f"{_MINUTES}分钟内有效，限您本人打开一次，请勿转发："), text(url))
    said = text(f"可在 Telegram 内直接打开；用浏览器打开的链接{_MINUTES}分钟内有效，限您本人打开一次，请勿转发。")
    rows = ((Button(label="打开看板", app=app), link("用浏览器打开", url)),)
    return single(head, said, rows=rows)
