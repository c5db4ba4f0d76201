"""A headless Chromium, and the pages that a test opens in it. Each page collects all errors."""

from types import TracebackType
from typing import Self

from playwright.async_api import Browser as Chromium
from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    async_playwright,
    expect,
)

#: What the system's Chromium may be called; the environment's CHROMIUM wins.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Whether a message says so; asked often, as ``expect`` asks again only after half a second and more.
SAID = """words => [...document.querySelectorAll(".message")].some(
  (each) => each.textContent.replace(/\\s+/g, " ").includes(words) && each.checkVisibility())"""
OFTEN = 30  # milliseconds
#: Milliseconds to wait for what is expected.
PATIENCE = 60_000


class Browser:
    """One browser process with a profile of its own; contexts in it are strangers to each other."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None
        self.complaints: list[str] = []

    async def __aenter__(self) -> Self:
        expect.set_options(timeout=PATIENCE)
        self._playwright = await async_playwright().start()
        self._chromium = await self._playwright.chromium.launch(executable_path=self._path, args=[*_FLAGS])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._chromium is not None:
            await self._chromium.close()
        if self._playwright is not None:
            await self._playwright.stop()

    async def profile(
        self, *, width: int = 1360, height: int = 860, dark: bool = False, bypass_csp: bool = False
    ) -> BrowserContext:
        """A profile: a phone (touch, sharper screen) below 600 pixels."""
        if self._chromium is None:
            raise RuntimeError("not started")
        is_phone = width < 600
        context = await self._chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=is_phone,
            is_mobile=is_phone,
            device_scale_factor=2 if is_phone else 1,
            locale="zh-CN",
            timezone_id="America/New_York",  # people in other zones still see the office's time
            accept_downloads=True,
            reduced_motion="reduce",  # without a graphics card each frame costs as much as a message
            bypass_csp=bypass_csp,
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", self._watch)
        return context

    async def forget_profiles(self) -> None:
        """Close every profile with its pages."""
        for context in self._chromium.contexts if self._chromium else ():
            await context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._require_near)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self.complaints.append(said.text)

    def _require_near(self, asked: Request) -> None:
        if not asked.url.startswith(("http://127.0.0.1:", "blob:", "data:")):
            self.complaints.append(f"asked an outside host: {asked.url}")


class Seat:
    """One tab of the page: each method is something that a person does there."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def sit(self, url: str, user_id: int | None = None, chat_id: int | None = None) -> Self:
        """Open the page, as somebody, in a chat."""
        place = "" if user_id is None else f"#{user_id}" if chat_id is None else f"#{user_id}/{chat_id}"
        await self.page.goto(f"{url}/{place}")
        await self.page.wait_for_selector("html[data-ready=yes]")
        return self

    async def open(self, title: str) -> None:
        """Click a chat."""
        await self.page.locator(".chat", has_text=title).first.click()

    async def say(self, text: str) -> None:
        """Type and send."""
        await self.page.locator("#say").fill(text)
        await self.page.locator("#say").press("Enter")

    async def press(self, label: str) -> None:
        """Press the newest button of that label."""
        await self.page.locator(".key", has_text=label).last.click()

    async def play(self, name: str) -> None:
        """Choose somebody else on top; on a phone that bar is folded away while a chat is open."""
        if not await self.page.locator("#player").is_visible():
            await self.page.locator("#bars").click()
        await self.page.locator("#player").click()
        await self.page.get_by_role("combobox").fill(name)
        await self.page.keyboard.press("Enter")

    async def sees(self, text: str) -> None:
        """The words stand in a message of the conversation."""
        try:
            await self.page.wait_for_function(SAID, arg=" ".join(text.split()), polling=OFTEN)
        except Error:  # which says what stands there instead
            await expect(self.page.locator(".message", has_text=text).last).to_be_visible(timeout=1)
            raise

    async def hears(self, text: str) -> None:
        """The words appear at the edge."""
        await expect(self.page.locator(".toast", has_text=text).last).to_be_visible()
