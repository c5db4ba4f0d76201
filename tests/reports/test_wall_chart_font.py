"""The font that charts carry: it has the signs that it is said to have, as wide as the table says."""

from fontTools.ttLib import TTFont

from reports.wall_chart.face import BOX, FONT, the_face


def test_the_table_of_widths_is_that_of_the_font() -> None:
    face = the_face()
    with TTFont(FONT, lazy=True) as font:
        names, metrics, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        assert len(names) > 9_000
        wrong = [chr(c) for c, name in names.items() if abs(face.width(chr(c), em) - metrics[name][0]) > 0.1]
    assert wrong == []


def test_it_has_every_character_of_gb_2312_and_rare_ones_of_names() -> None:
    codes = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    signs = "".join(code.decode("gb2312", "ignore") for code in codes)
    assert len(signs) == 6_763
    face = the_face()
    assert [sign for sign in signs + "喆堃昇淼犇㛃㭎䶮" if face.shown(sign) != sign] == []


def test_what_it_lacks_is_one_box_and_what_nobody_sees_is_nothing() -> None:
    assert the_face().shown("a\u202eb\u200d😀👍🏽\u0007\n c") == f"ab{BOX}{BOX} c"
