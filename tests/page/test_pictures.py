"""The pictures of README and manual are those that ``make pictures`` takes, each is shown, and none is heavy."""

import re

from tests.page.leader_pictures import FOLDER, NAMES
from tests.page.pictures import ALL, BOARD, LARGEST
from tests.test_docs import DOCUMENTS


def test_every_picture_is_taken_shown_and_small() -> None:
    shown = {name for document in DOCUMENTS for name in re.findall(r"pictures/(.+?)\.png", document.read_text("utf-8"))}
    taken = {*(view.name for view in ALL), *(view.name for view in BOARD), *NAMES}
    files = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert shown == taken == {*files}
    assert max(files.values()) <= LARGEST
