"""The movable clock over HTTP: read it, move it, wait for it; a bot reports the instant it has looked at."""

from datetime import timedelta

from playground.telegram.control.request import ControlRequest
from playground.telegram.refusals import Json


async def show(call: ControlRequest) -> Json:
    clock = call.playground.clock
    looked = clock.looked_at.isoformat() if clock.looked_at else None
    return {"now": clock.now().isoformat(), "runs": clock.runs, "moves": clock.moves, "looked_at": looked}


async def move(call: ControlRequest) -> Json:
    """``{"now": ISO instant}`` sets, ``{"advance": seconds}`` moves by a span."""
    if "now" in call.body:
        call.playground.clock.set(call.instant(str(call.body["now"])))
    else:
        call.playground.clock.advance(timedelta(seconds=float(call.body["advance"])))
    return await show(call)


async def await_move(call: ControlRequest) -> Json:
    """Long poll: answers once the clock was moved more often than ``after`` (a count), or no longer shows ``after``."""
    clock, after, within = call.playground.clock, call.query("after", "0"), call.seconds("timeout", 30.0)
    if after.isdecimal():
        await clock.moved(int(after), within)
    elif clock.now() == call.instant(after):
        await clock.moved(clock.moves, within)
    return await show(call)


async def report_look(call: ControlRequest) -> Json:
    """``{"at": ISO instant}``: the bot has done all that was due by then; ``waiting`` letters are still to be sent."""
    waiting = call.body.get("waiting")
    call.playground.clock.report_looked(call.instant(str(call.body["at"])), None if waiting is None else int(waiting))
    return await show(call)


async def await_look(call: ControlRequest) -> Json:
    """Long poll: answers once a bot has looked at ``at`` or later; 408 if none does within ``timeout``."""
    await call.playground.clock.looked(call.instant(call.query("at")), call.seconds("timeout", 30.0))
    return await show(call)
