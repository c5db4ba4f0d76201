"""The answer to a pressed button."""

from playground.telegram.callback_queries import CallbackAnswer
from playground.telegram.params import Params
from playground.telegram.refusals import bad_request
from playground.telegram.world import World

MAX_ANSWER = 200


def answer_callback_query(world: World, params: Params) -> bool:
    text = params.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(text, params.flag("show_alert"), params.text("url"))
    world.queries.answer(params.text("callback_query_id"), answer)
    world.note("answer", query_id=params.text("callback_query_id"), text=text, alert=answer.show_alert)
    return True
