"""Every control endpoint."""

from aiohttp import web

from playground.telegram.control import clock, groups, people, state
from playground.telegram.control.request import Handler, json_handler
from playground.telegram.simulation import Simulation

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", state.state),
    ("GET", "/", state.state),
    ("GET", "/happenings", state.happenings),
    ("GET", "/events", state.stream),
    ("GET", "/requests", state.requests),
    ("GET", "/idle", state.idle),
    ("GET", "/files/{file_id}", state.file),
    ("POST", "/faults", state.order_fault),
    ("DELETE", "/faults", state.clear_faults),
    ("POST", "/updates", state.jump),
    ("GET", "/clock", clock.show),
    ("POST", "/clock", clock.move),
    ("GET", "/clock/next", clock.await_move),
    ("POST", "/clock/looked", clock.report_look),
    ("GET", "/clock/looked", clock.await_look),
    ("POST", "/people", people.add_person),
    ("POST", "/people/{user_id}/say", people.say),
    ("POST", "/people/{user_id}/forward", people.forward),
    ("POST", "/people/{user_id}/edit", people.edit),
    ("POST", "/people/{user_id}/delete", people.delete),
    ("POST", "/people/{user_id}/press", people.press),
    ("POST", "/people/{user_id}/files", people.send_file),
    ("POST", "/people/{user_id}/location", people.send_location),
    ("POST", "/people/{user_id}/react", people.react),
    ("POST", "/people/{user_id}/start", people.start),
    ("POST", "/people/{user_id}/block", people.block),
    ("POST", "/people/{user_id}/unblock", people.unblock),
    ("POST", "/people/{user_id}/join", people.join),
    ("POST", "/people/{user_id}/leave", people.leave),
    ("POST", "/groups", groups.add_group),
    ("POST", "/groups/{chat_id}/migrate", groups.migrate),
    ("POST", "/groups/{chat_id}/tell_of_migration", groups.tell_of_migration),
    ("POST", "/groups/{chat_id}/add_bot", groups.add_bot),
    ("POST", "/groups/{chat_id}/remove_bot", groups.remove_bot),
    ("POST", "/groups/{chat_id}/promote_bot", groups.promote_bot),
    ("POST", "/groups/{chat_id}/demote_bot", groups.demote_bot),
    ("POST", "/groups/{chat_id}/topics", groups.create_topic),
    ("POST", "/groups/{chat_id}/topics/{thread_id}/close", groups.close_topic),
    ("DELETE", "/groups/{chat_id}/topics/{thread_id}", groups.delete_topic),
    ("GET", "/chats/{chat_id}/messages", groups.messages),
)


def add_control(application: web.Application, playground: Simulation) -> None:
    """Add the endpoints to an application, under ``/playground``."""
    for verb, path, handler in ROUTES:
        application.router.add_route(verb, f"/playground{path}", json_handler(playground, handler))
