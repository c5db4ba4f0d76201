"""Telegram's error answers: a status, a description that clients match on, and sometimes a parameter."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """An answer with ``"ok": false``. ``description`` is worded as Telegram words it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(code, description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(why: str, **parameters: int) -> Refusal:
    return Refusal(400, f"Bad Request: {why}", **parameters)


def forbidden(why: str) -> Refusal:
    return Refusal(403, f"Forbidden: {why}")


def unauthorized() -> Refusal:
    return Refusal(401, "Unauthorized")


def not_found() -> Refusal:
    return Refusal(404, "Not Found: method not found")


def conflict(why: str) -> Refusal:
    return Refusal(409, f"Conflict: {why}")


def too_large() -> Refusal:
    return Refusal(413, "Request Entity Too Large")


def too_many(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
