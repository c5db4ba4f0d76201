"""Faults that a test orders; the next matching calls get them."""

from dataclasses import dataclass
from enum import StrEnum

from playground.telegram.params import Params
from playground.telegram.refusals import Json
from playground.telegram.updates import UpdateQueue


class FaultKind(StrEnum):
    TOO_MANY = "too_many"  # 429 with retry_after
    SERVER_ERROR = "server_error"  # 5xx with the HTML page of a gateway
    GATEWAY_PAGE = "gateway_page"  # the HTML page of a gateway with any ``status``, 200 too; nothing done
    UNAUTHORIZED = "unauthorized"  # 401
    NOT_FOUND = "not_found"  # 404
    CONFLICT = "conflict"  # 409
    BAD_REQUEST = "bad_request"  # 400 with ``description``
    FORBIDDEN = "forbidden"  # 403 with ``description``
    TIMEOUT_AFTER_DELIVERY = "timeout_after_delivery"  # done, and never answered
    NO_ANSWER = "no_answer"  # neither done nor answered
    RESET = "reset"  # the connection is reset, nothing done
    RESET_AFTER_DELIVERY = "reset_after_delivery"  # done, then reset
    DELAY = "delay"  # done and answered, ``seconds`` late
    BAD_JSON = "bad_json"  # done, and answered with half of a JSON text
    GARBAGE = "garbage"  # done, and answered with the HTML page of a gateway, as if all were well
    OFFSET_IGNORED = "offset_ignored"  # getUpdates: all pending updates at once, and nothing is confirmed
    EMPTY_AT_ONCE = "empty_at_once"  # getUpdates: nothing, at once
    REFUSE_UPDATE = "refuse_update"  # an update that no client can parse is queued


#: Updates that break a client in different places. Each is queued under an id of its own, as any other.
UNPARSABLE: dict[str, Json] = {
    "no_date": {"message": {"message_id": 1, "chat": {"id": 1, "type": "private"}, "text": "/done 12"}},
    "wrong_types": {"message": {"message_id": "one", "date": "yesterday", "chat": 7, "from": []}},
    "not_an_object": {"callback_query": "pressed"},
}


@dataclass(slots=True)
class Order:
    """One ordered fault; ``met`` counts the calls that got it; ``times`` of 0 never ends."""

    method: str
    kind: FaultKind
    chat_id: int | None = None
    times: int = 1
    retry_after: int = 1
    status: int = 502
    seconds: float = 1.0
    description: str = ""
    met: int = 0

    @property
    def is_spent(self) -> bool:
        return bool(self.times) and self.met >= self.times

    def matches(self, method: str, chat_id: int | None) -> bool:
        of_method = self.method in {"*", method.lower()}
        return not self.is_spent and of_method and self.chat_id in (None, chat_id)


class Faults:
    """The orders, oldest first."""

    def __init__(self, updates: UpdateQueue) -> None:
        self._updates = updates
        self.orders: list[Order] = []

    def order(
        self,
        method: str,
        kind: str,
        *,
        chat_id: int | None = None,
        times: int = 1,
        retry_after: int = 1,
        status: int = 502,
        seconds: float = 1.0,
        description: str = "",
        shape: str = "no_date",
    ) -> Order:
        """Let the next ``times`` calls of ``method`` (``*`` for any) meet a fault; for good if ``times`` is 0.

        ``chat_id`` limits it to calls for that chat. A waiting long poll ends at once with nothing, so that the
        bot's next one meets the fault. ``refuse_update`` queues ``times`` updates of ``shape`` instead.
        """
        order = Order(method.lower(), FaultKind(kind), chat_id, times, retry_after, status, seconds, description)
        if order.kind is FaultKind.REFUSE_UPDATE:
            for _ in range(times):
                self._updates.add_raw(dict(UNPARSABLE[shape]))
            return order
        self.orders.append(order)
        if order.matches("getUpdates", chat_id):
            self._updates.interrupt()
        return order

    def clear(self) -> None:
        self.orders.clear()

    def take(self, method: str, params: Params) -> Order | None:
        """The fault that this call meets, if one is ordered for it."""
        try:
            chat_id = int(params.text("chat_id"))
        except ValueError:
            chat_id = None
        found = next((order for order in self.orders if order.matches(method, chat_id)), None)
        if found is not None:
            found.met += 1
            self.orders = [order for order in self.orders if not order.is_spent]
        return found
