"""ID and telephone numbers (身份证号、电话号码), which no title, note or import may carry."""

import re
import unicodedata

from domain.errors import PrivateData

_GAP = r"[ \-]?"
_BIRTHDAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
#: Region, birthday, serial; the newer form has the century and a check digit.
_ID_NUMBER = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}{_GAP}(?:(?:18|19|20)\d{{2}}{_BIRTHDAY}{_GAP}\d{{3}}[\dXx]|\d{{2}}{_BIRTHDAY}{_GAP}\d{{3}})(?!\d)"
)
_MOBILE = re.compile(rf"(?<!\d)(?:\+?(?:00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)\(?0(?:10|2\d|[3-9]\d{2})\)?[ \-]{0,3}[2-9]\d{6,7}(?!\d)")
_NAMED_NUMBER = re.compile(r"(?:电话|手机|座机)\D{0,4}[2-9]\d{2,3}[ \-]?\d{4}(?!\d)")


def is_private(text: str) -> bool:
    """Whether the text holds something like an ID number, a mobile number or a landline."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return any(shape.search(plain) for shape in (_ID_NUMBER, _MOBILE, _LANDLINE, _NAMED_NUMBER))


def refuse_private(text: str) -> None:
    """Raise ``PrivateData`` for a text that ``is_private``."""
    if is_private(text):
        raise PrivateData
