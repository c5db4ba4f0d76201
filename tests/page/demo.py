"""``bot.py demo`` as a process of its own, as a newcomer starts it, and its server spoken to without the page."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from playground.demo.setup import TOKEN

ROOT = Path(__file__).parents[2]
#: A Saturday: the sample begins on the Monday after.
SATURDAY = "2026-11-21T16:00:00"
RELIEF_GROUP, BUREAU_GROUP = -500102, -500100
WANG, FENG, LI, ZHAO, ZHOU, ZHENG = 700008, 700009, 700007, 700002, 700005, 700001


#: Seconds that moving the clock over some months may take.
_MONTHS = 600


class Demo:
    """Started on a free port; what it keeps lies under ``folder``."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        # One for all calls: a client of each call's own reads all certificates first, for a twentieth of a second.
        self._client = httpx.Client(timeout=60, trust_env=False, verify=False)
        self.url = ""

    def __enter__(self) -> Self:
        environment = os.environ | {"TMPDIR": str(self._folder), "PYTHONUTF8": "1"}
        command = (sys.executable, str(ROOT / "bot.py"), "demo", "--port", "0", "--today", SATURDAY, *self._options)
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=environment
        )
        line = self._read()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found is None:
            self.__exit__(None, None, None)
            raise AssertionError(line)
        self.url = found[0]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
        if self._process is not None:
            self.stop()

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        if self._process is None or self._process.stdout is None:
            raise RuntimeError("not started")
        if self._process.poll() is None:
            self._process.send_signal(how)
        try:
            return self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._process.stdout.close()

    def _read(self) -> str:
        if self._process is None or self._process.stdout is None:
            raise RuntimeError("not started")
        return self._process.stdout.readline()

    def get(self, path: str, **query: Any) -> Any:
        """What a control endpoint answers."""
        answer = self._client.get(f"{self.url}/playground{path}", params=query)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, **body: Any) -> Any:
        """The same for one that does something."""
        answer = self._client.post(f"{self.url}/playground{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    def move(self, to: str) -> None:
        """Let time pass, as the clock bar does."""
        answer = self._client.post(f"{self.url}/playground/rehearsal/move", json={"to": to}, timeout=_MONTHS)
        answer.raise_for_status()

    def say(self, person: int, words: str) -> None:
        """In private, and what comes of it."""
        self.post(f"/people/{person}/say", text=words)
        self.get("/idle")

    def press(self, person: int, label: str) -> None:
        """The newest button of that label in private."""
        shown = reversed(self.get(f"/chats/{person}/messages"))
        rows = ((each["message_id"], each.get("reply_markup", {}).get("inline_keyboard", ())) for each in shown)
        message = next(number for number, keys in rows if any(key["text"] == label for row in keys for key in row))
        self.post(f"/people/{person}/press", message_id=message, button=label)
        self.get("/idle")

    def send(self, person: int, files: dict[str, tuple[str, bytes]], caption: str = "") -> None:
        """A photo or a file, in private."""
        url = f"{self.url}/playground/people/{person}/files"
        self._client.post(url, files=files, data={"caption": caption}).raise_for_status()
        self.get("/idle")

    def bot(self, method: str, *, files: dict[str, Any] | None = None, **params: Any) -> Any:
        """Call the Bot API in the bot's name, to have something on the page that the bot says seldom."""
        url = f"{self.url}/bot{TOKEN}/{method}"
        body: dict[str, Any] = {"data": params, "files": files} if files else {"json": params}
        answer = self._client.post(url, **body).json()
        assert answer["ok"], answer
        return answer["result"]

    def texts(self, chat_id: int) -> list[str]:
        """What the bot said in a chat, as it stands now."""
        return [message.get("text", "") for message in self.get(f"/chats/{chat_id}/messages")]

    def newest_file(self, person: int, suffix: str) -> bytes:
        """The newest file of that kind which the bot sent the person in private."""
        messages = reversed(self.get(f"/chats/{person}/messages"))
        files = (each["document"] for each in messages if "document" in each)
        file = next(each for each in files if each["file_name"].endswith(suffix))
        path = self.bot("getFile", file_id=file["file_id"])["file_path"]
        return self._client.get(f"{self.url}/file/bot{TOKEN}/{path}").raise_for_status().content

    @property
    def ledger(self) -> Path:
        """The ledger of the rehearsal that plays now."""
        (path,) = self._folder.glob("duban-demo-*/ledger.json")
        return path
