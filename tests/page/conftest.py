"""The browser, and demonstrations to open in it. A run without a Chromium leaves these tests out and says so."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.page.browser import Browser, Seat
from tests.page.chromium import MISSING, find_chromium
from tests.page.demo import Demo


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser serves all these tests, so they share the event loop that it lives in."""
    for item in items:
        if item.path.parent == Path(__file__).parent and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser's process: starting one takes longer than most tests."""
    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    async with Browser(path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """The same with clean profiles; an error on a page fails the test."""
    yield chromium
    await chromium.forget_profiles()
    complaints, chromium.complaints = chromium.complaints, []
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def seat(browser: Browser) -> Seat:
    """A tab on a wide screen."""
    return Seat(await (await browser.profile()).new_page())


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A new demonstration for each test."""
    with Demo(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demonstration for a file of tests that only add to it, after its first morning."""
    if find_chromium() is None:
        pytest.skip(MISSING)
    with Demo(tmp_path_factory.mktemp("demo")) as running:
        running.move("digest")
        yield running
