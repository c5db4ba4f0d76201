"""The movable clock over HTTP: read, moved, waited for; and a bot's word that it has looked at an instant."""

from datetime import timedelta

from playground.telegram.control.asking import Asking
from playground.telegram.refusals import Json


async def show(asking: Asking) -> Json:
    clock = asking.playground.clock
    looked = clock.looked_at.isoformat() if clock.looked_at else None
    return {"now": clock.now().isoformat(), "runs": clock.runs, "moves": clock.moves, "looked_at": looked}


async def move(asking: Asking) -> Json:
    """``{"now": ISO instant}`` sets, ``{"advance": seconds}`` moves by a span."""
    if "now" in asking.body:
        asking.playground.clock.set(asking.instant(str(asking.body["now"])))
    else:
        asking.playground.clock.advance(timedelta(seconds=float(asking.body["advance"])))
    return await show(asking)


async def await_move(asking: Asking) -> Json:
    """Long poll: answers once the clock was moved more often than ``after`` (a count), or no longer shows ``after``."""
    clock, after, within = asking.playground.clock, asking.query("after", "0"), asking.seconds("timeout", 30.0)
    if after.isdecimal():
        await clock.moved(int(after), within)
    elif clock.now() == asking.instant(after):
        await clock.moved(clock.moves, within)
    return await show(asking)


async def report_look(asking: Asking) -> Json:
    """``{"at": ISO instant}``: the bot has done all that was due by then."""
    asking.playground.clock.report_looked(asking.instant(str(asking.body["at"])))
    return await show(asking)


async def await_look(asking: Asking) -> Json:
    """Long poll: answers once a bot has looked at ``at`` or later; 408 if none does within ``timeout``."""
    await asking.playground.clock.looked(asking.instant(asking.query("at")), asking.seconds("timeout", 30.0))
    return await show(asking)
