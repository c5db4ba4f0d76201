"""The page's files: all from this server, all present, and served to this machine only."""

import re
from pathlib import Path

import httpx
import pytest

from playground.demo.page_server import FOLDER
from tests.page.demo import ROOT, Demo

MODULES = sorted(FOLDER.glob("*.js"))
WRITTEN = sorted(path for path in FOLDER.iterdir() if path.suffix in {".js", ".css", ".html"})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A demonstration to ask for files."""
    with Demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


def test_no_file_names_an_outside_host() -> None:
    named = {
        (path.name, url)
        for path in WRITTEN
        for url in re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'`]*", path.read_text(encoding="utf-8"))
        if "www.w3.org" not in url  # the name of SVG, which nobody fetches
    }
    assert named == set()


def test_modules_are_small_and_say_why_they_exist() -> None:
    for path in MODULES:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("/**"), path.name
        assert len(lines) <= 250, path.name


def test_every_word_of_the_page_stands_in_one_file() -> None:
    """A person's role in the roster is data, not a word of the page."""
    elsewhere = [
        f"{path.name}: {text}"
        for path in MODULES
        if path.name not in {"words.js", "dates.js"}
        for text in re.findall(r"[\"'`][^\"'`\n]*[\u4e00-\u9fff][^\"'`\n]*[\"'`]", _code(path))
        if text.strip("\"'`") not in {"督", "办公室", "？"}
    ]
    assert elsewhere == []


def _code(path: Path) -> str:
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_word_is_used() -> None:
    defined = re.findall(r"^  (\w+):", (FOLDER / "words.js").read_text(encoding="utf-8"), flags=re.MULTILINE)
    used = "".join(path.read_text(encoding="utf-8") for path in MODULES if path.name != "words.js")
    assert [word for word in defined if f"WORDS.{word}" not in used] == []


def test_the_letters_are_all_there_with_their_licences() -> None:
    asked = set(re.findall(r"fonts/([\w-]+\.woff2)", (FOLDER / "fonts.css").read_text(encoding="utf-8")))
    assert {path.name for path in (FOLDER / "fonts").glob("*.woff2")} == asked
    assert len(list((FOLDER / "fonts").glob("OFL-*.txt"))) == 2
    assert sum(path.stat().st_size for path in (FOLDER / "fonts").iterdir()) < 4_000_000


def test_every_sign_that_the_bot_uses_has_a_letter() -> None:
    signs = {
        sign
        for path in (ROOT / "texts").glob("*.py")
        for sign in path.read_text(encoding="utf-8")
        if ord(sign) >= 0x1F000 or sign in "⏳⏸⏹✅↩"
    }
    (ranges,) = re.findall(
        r'"Duban Emoji".*unicode-range: ([^;]+);', (FOLDER / "fonts.css").read_text(encoding="utf-8")
    )
    assert [sign for sign in signs if f"u+{ord(sign):x}" not in ranges.split(",")] == []


@pytest.mark.parametrize("path", ["/", "/preview", "/page/main.js", "/page/tokens.css", "/page/seal.svg"])
def test_files_forbid_everything_that_is_not_their_own_servers(served: Demo, path: str) -> None:
    answer = httpx.get(f"{served.url}{path}", trust_env=False)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/page/../page_server.py", "/page/%2e%2e/demo.py", "/page/", "/page/nothing.js"])
def test_nothing_else_is_served(served: Demo, path: str) -> None:
    assert httpx.get(f"{served.url}{path}", trust_env=False).status_code == 404


def test_other_names_and_foreign_pages_are_kept_out(served: Demo) -> None:
    for headers in ({"Host": "bureau.example"}, {"Origin": "http://bureau.example"}):
        assert httpx.get(f"{served.url}/", headers=headers, trust_env=False).status_code == 403
        assert httpx.get(f"{served.url}/playground/rehearsal", headers=headers, trust_env=False).status_code == 403
