"""A playground, a plain HTTP client, and python-telegram-bot's own."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from playground.telegram.server import Playground

TOKEN = "7100000001:AAExampleTokenOfThePlayground"


class Caller:
    """Calls methods as any HTTP client would; keeps the status of the last answer."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.status = 0

    async def __call__(self, method: str, **params: Any) -> Any:
        """The whole answer, for calls that may be refused."""
        response = await self.client.post(method, json=params)
        self.status = response.status_code
        return response.json()

    async def ok(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call that must be refused."""
        answer = await self(method, **params)
        assert not answer["ok"], answer
        assert answer["error_code"] == self.status
        return str(answer["description"])


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(token=TOKEN) as running:
        yield running


@pytest.fixture
async def call(playground: Playground) -> AsyncIterator[Caller]:
    base = f"{playground.base_url}/bot{TOKEN}/"
    async with httpx.AsyncClient(base_url=base, timeout=10, trust_env=False, verify=False) as client:
        yield Caller(client)


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    base, files = f"{playground.base_url}/bot", f"{playground.base_url}/file/bot"
    direct = HTTPXRequest(httpx_kwargs={"trust_env": False})  # a proxy of the machine's is for the world outside
    async with Bot(TOKEN, base_url=base, base_file_url=files, request=direct) as running:
        yield running
