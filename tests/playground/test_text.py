"""Text as Telegram treats it: HTML read, marks found, offsets in UTF-16."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.telegram.refusals import Json, Refusal
from playground.telegram.text.html import HtmlReader
from playground.telegram.text.marks import find_marks
from playground.telegram.text.render import render_html
from playground.telegram.text.utf16 import cut, offset_of, width
from tests.rows import every_row


def marked(text: str) -> list[tuple[str, str]]:
    return [(mark["type"], cut(text, mark["offset"], mark["length"])) for mark in find_marks(text)]


@every_row(
    "text, expected",
    [
        ("/done 12", [("bot_command", "/done")]),
        ("/DONE@ourbot 12", [("bot_command", "/DONE@ourbot")]),
        ("请发 /mytasks。", [("bot_command", "/mytasks")]),
        ("/done12号", []),
        ("a/b", []),
        ("路径/done/x", []),
        ("@jia_mou 请签收", [("mention", "@jia_mou")]),
        ("请@张三办理", []),
        ("#12 与 #督办 与 #2026年", [("hashtag", "#督办"), ("hashtag", "#2026年")]),
        ("见 https://example.com/a_b?c=1。", [("url", "https://example.com/a_b?c=1")]),
        ("见 example.com, 谢谢", [("url", "example.com")]),
        ("写信 office@example.com", [("email", "office@example.com")]),
        ("第1.2.3条", []),
        ("😀 /done", [("bot_command", "/done")]),
    ],
)
def test_marks_are_found_where_telegram_finds_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert marked(text) == expected


@every_row(
    "source, text, entities",
    [
        ("<b>甲</b>乙", "甲乙", [{"type": "bold", "offset": 0, "length": 1}]),
        ("😀<i>x</i>", "😀x", [{"type": "italic", "offset": 2, "length": 1}]),
        ("&lt;b&gt; &amp; &quot; &#39; &nbsp;", "<b> & \" ' &nbsp;", []),
        ("<b></b>空", "空", []),
        ('<a href="tg://user?id=5">乙</a>', "乙", [{"type": "text_mention", "offset": 0, "length": 1, "user_id": 5}]),
        (
            "<a href='https://e.com?a=1&amp;b=2'>x</a>",
            "x",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://e.com?a=1&b=2"}],
        ),
        ("<a>e.com</a>", "e.com", [{"type": "text_link", "offset": 0, "length": 5, "url": "http://e.com/"}]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
        ),
        ("<blockquote expandable>x</blockquote>", "x", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
        ('<span class="tg-spoiler">x</span>', "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        ("<U>x</U>", "x", [{"type": "underline", "offset": 0, "length": 1}]),
    ],
)
def test_html_is_read_into_text_and_entities(source: str, text: str, entities: list[Json]) -> None:
    assert HtmlReader(source).read() == (text, entities)


@every_row(
    "source, complaint",
    [
        ("<script>x</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("甲 < 乙", 'Unsupported start tag "" at byte offset 4'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b", 'Unclosed start tag "b" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_and_the_place_named(source: str, complaint: str) -> None:
    """docs/promises.md 22."""
    with pytest.raises(Refusal) as refused:
        HtmlReader(source).read()
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_offsets_agree_with_utf16(text: str) -> None:
    offset = offset_of(text)
    assert offset(len(text)) == width(text) == len(text.encode("utf-16-le")) // 2
    assert all(cut(text, offset(i), offset(i + 1) - offset(i)) == text[i] for i in range(len(text)))


@given(st.lists(st.tuples(st.sampled_from(["bold", "italic", "code", ""]), st.text("甲😀<&>a \"'", min_size=1))))
def test_what_is_rendered_reads_back_the_same(parts: list[tuple[str, str]]) -> None:
    """docs/promises.md 29: whatever people type is shown as text."""
    text, entities = "", list[Json]()
    for kind, part in parts:
        if kind:
            entities.append({"type": kind, "offset": width(text), "length": width(part)})
        text += part
    assert HtmlReader(render_html(text, entities)).read() == (text, entities)


def test_nested_marks_are_rendered_inside_each_other() -> None:
    entities = [{"type": "bold", "offset": 0, "length": 4}, {"type": "italic", "offset": 1, "length": 2}]
    assert render_html("甲乙丙丁", entities) == "<b>甲<i>乙丙</i>丁</b>"
