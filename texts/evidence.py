"""佐证材料: the question which item, what was filed, the captions of files passed on, and a returned piece."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import IN_HAND, Evidence, EvidenceKind, Item
from domain.letter import OTHER_REASON, REASONS_A_PIECE, Button, Page, PieceChoice, Press
from domain.progress import evidence_of, has_file
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.feedback import say_choice
from texts.glossary import say_instant
from texts.lines import act_button, button, name_item, numbered, say_numbers
from texts.pages import bold, in_rows, shorten, single, text

#: So many items are offered to choose from.
OFFERED = 6
CAPTION_LIMIT = 300
WORDS_LIMIT = 200
WORDS_SHOWN = 8
#: A kind of piece, and how it is counted.
PIECES: Mapping[EvidenceKind, tuple[str, str]] = {
    EvidenceKind.WORDS: ("文字说明", "条"),
    EvidenceKind.PHOTO: ("照片", "张"),
    EvidenceKind.VIDEO: ("视频", "段"),
    EvidenceKind.DOCUMENT: ("文件", "个"),
    EvidenceKind.VOICE: ("语音", "段"),
    EvidenceKind.LOCATION: ("位置", "处"),
}
#: Why a piece is returned; the place, counted from 1, is the last digit of a press.
PIECE_REASONS = ("看不清", "与事项无关", "缺签字盖章")
NOT_EVIDENCE = "不是佐证"


def say_pieces(pieces: Sequence[Evidence]) -> str:
    """照片3张、文件1个."""
    counted = Counter(piece.kind for piece in pieces)
    return "、".join(f"{PIECES[kind][0]}{count}{PIECES[kind][1]}" for kind, count in counted.items())


def render_ask_evidence(item: Item, rules: Rules, *, in_group: bool) -> Page:
    """[补充佐证]: what is sent next belongs to the item."""
    how = "请回复本消息发送" if in_group else "请直接发送"
    had = evidence_of(item)
    known = f"已有{len(had)}份（{say_pieces(had)}）。" if had else ""
    return single(
        Markup("{}{}").format(bold("【补充佐证】"), name_item(item, rules)),
        text(f"{known}{how}照片、视频、文件或位置，可连续发送，1小时内有效。"),
        about=(item.number,),
    )


def render_filed(items: Sequence[Item], pieces: Sequence[Evidence], key: int, rules: Rules) -> Page:
    """Filed; with the caption, which a press makes a word of progress as well."""
    first = items[0]
    caption = next((piece.words for piece in pieces if piece.words and piece.kind is not EvidenceKind.WORDS), "")
    total = f"，该项共{len(evidence_of(first))}份" if len(items) == 1 else ""
    acts = [_report_button(key)] if caption and key else []
    acts += [act_button(Action.UNDO, item, rules, with_number=len(items) > 1) for item in items[:OFFERED]]
    if len(items) == 1 and first.status in IN_HAND:
        acts.append(act_button(Action.DONE, first, rules))
    return single(
        text(f"📎 已存入{say_numbers(items)}佐证：{say_pieces(pieces)}{total}。"),
        text(f"附言：“{shorten(caption, WORDS_LIMIT)}”" if caption else ""),
        rows=in_rows(acts),
        about=tuple(item.number for item in items),
    )


def _report_button(key: int) -> Button:
    return button("附言记为进展", Press(Action.FILE_PIECE, 0, key, PieceChoice.REPORT))


def render_which_item(items: Sequence[Item], pieces: Sequence[Evidence], key: int) -> Page:
    """Pieces that say nothing of their item: nothing is kept until one is chosen."""
    choices = [button(say_choice(item), Press(Action.FILE_PIECE, item.number, key, PieceChoice.FILE)) for item in items]
    drop = button(NOT_EVIDENCE, Press(Action.FILE_PIECE, 0, key, PieceChoice.DROP))
    spoken = "语音不能识别为文字，可存作佐证。" if pieces[0].kind is EvidenceKind.VOICE else ""
    return single(
        text(f"{spoken}{say_pieces(pieces)}属于哪一项？未选择则不保存。"),
        rows=(*in_rows(choices, 1), (drop,)),
        about=tuple(item.number for item in items),
    )


def render_how_to_file(*, is_workbook: bool, may_import: bool) -> Page:
    """A piece for which no item can be offered; a workbook may have been meant for an import."""
    imported = "导入台账请发 .xlsx 工作簿。" if may_import else "台账工作簿请交办公室导入。" if is_workbook else ""
    how = "请回复提到该事项的消息发送，或在附言中写明编号，例如：12 现场已整改。"
    return single(text(f"未保存：不知属于哪一项。{how}{imported}"))


def render_evidence_dropped() -> Page:
    """不是佐证."""
    return single(text("好的，未保存。"))


def caption_of(item: Item, place: int, rules: Rules, now: datetime) -> str:
    """第15号佐证第2件　甲某11月23日16:05, and its own words."""
    piece = item.evidence[place]
    when = say_instant(piece.at, rules, now) if piece.at else ""
    words = f"\n{shorten(piece.words, CAPTION_LIMIT)}" if piece.words else ""
    return str(text(f"{numbered('', item)}佐证第{place + 1}件　{shorten(piece.by, 24)}{when}{words}"))


def render_pieces_in_words(item: Item, rules: Rules, now: datetime, most: int) -> Page | None:
    """What of the evidence is no file, and how many older files are not sent; ``None`` for neither."""
    pieces = evidence_of(item)
    written = [piece for piece in pieces if not has_file(piece)]
    left = sum(map(has_file, pieces)) - most
    lines = [text(_say_words(piece, rules, now)) for piece in written[-WORDS_SHOWN:]]
    if not lines and left <= 0:
        return None
    head = Markup("{}{}").format(bold("【佐证材料】"), name_item(item, rules))
    more = text(f"文件较多，只发送最近{most}件。" if left > 0 else "")
    return single(head, *lines, more, about=(item.number,))


def _say_words(piece: Evidence, rules: Rules, now: datetime) -> str:
    """甲某11月23日16:05　抽查记录已归档; of a workbook's words the words alone."""
    when = f"{shorten(piece.by, 24)}{say_instant(piece.at, rules, now)}　" if piece.at else ""
    return when + shorten(piece.words, WORDS_LIMIT)


def return_button(item: Item, place: int) -> Button:
    """[退回此件], under the piece."""
    press = Press(Action.RETURN_PIECE, item.number, item.version, place * REASONS_A_PIECE)
    return Button(label=BUTTONS[Action.RETURN_PIECE], data=press.encode(), style="danger")


def render_piece_reasons(item: Item, place: int) -> Page:
    """退回此件: the prepared reasons, and one in the approver's own words."""
    reasons = [
        button(words, Press(Action.RETURN_PIECE, item.number, item.version, place * REASONS_A_PIECE + choice))
        for choice, words in (*enumerate(PIECE_REASONS, start=1), (OTHER_REASON, "另写原因"))
    ]
    title = f"【退回佐证】第{item.number}号第{place + 1}件"
    return single(bold(title), text("请选择原因："), rows=in_rows(reasons), about=(item.number,))


def render_ask_piece_reason(item: Item, place: int) -> Page:
    """The next message is the reason."""
    return single(text(f"请直接发送退回第{item.number}号佐证第{place + 1}件的原因。"), about=(item.number,))


def render_piece_returned(item: Item, place: int) -> Page:
    """To the approver."""
    reason = shorten(item.evidence[place].returned_reason, WORDS_LIMIT)
    said = f"↩️ 第{item.number}号佐证第{place + 1}件已退回：{reason}。申请仍待您审核。"
    return single(text(said), about=(item.number,))


def render_piece_told(item: Item, place: int, rules: Rules, now: datetime) -> Page:
    """To the owner and the head, in private: a single piece was returned, the request still waits."""
    piece = item.evidence[place]
    at = piece.returned_at or now
    what = PIECES[piece.kind][0] + (f"“{shorten(piece.name or piece.words, 30)}”" if piece.name or piece.words else "")
    return single(
        Markup("{}{}").format(bold("【退回佐证】"), name_item(item, rules)),
        text(f"{shorten(piece.returned_by, 24)}{say_instant(at, rules, now)}退回佐证第{place + 1}件（{what}）。"),
        text(f"原因：{shorten(piece.returned_reason, WORDS_LIMIT)}。申请仍在审核，请重新发送该件。"),
        rows=((act_button(Action.EVIDENCE, item, rules),),),
        about=(item.number,),
    )
