"""The table in which a bureau's standbys tell one another how many bureaux they have. It need not last."""

import time
from collections.abc import Callable

from store.postgres.connection import Connection
from store.postgres.sharing import HEARD_WITHIN, Share, Standing

#: Twice a second for each bureau that is stood by for, so all in one.
_CLAIM = """
with told as (
  insert into standbys values (%(holder)s, %(load)s, clock_timestamp())
  on conflict (holder) do update set load = excluded.load, seen = excluded.seen
)
select lease.holder = %(holder)s, until < clock_timestamp(), other.holder, other.load
from lease left join standbys other
  on other.holder <> %(holder)s and other.seen > clock_timestamp() - make_interval(secs => %(within)s)
"""
_HEARD = """
select holder, load from standbys
where holder <> %(holder)s and seen > clock_timestamp() - make_interval(secs => %(within)s)
"""
_LEAVE = "delete from standbys where holder = %(holder)s or seen < clock_timestamp() - interval '1 minute'"


def claims(connection: Connection, share: Share, now: Callable[[], float] = time.monotonic) -> bool:
    """As a standby: tell how many we have, and hear whether it is our turn to take the lease. Then it has to be tried.

    Raises what the database raises.
    """
    told = {"holder": share.holder, "load": share.standing.load, "within": HEARD_WITHIN}
    rows = connection.execute(_CLAIM, told).fetchall()
    is_heir, is_free = rows[0][:2] if rows else (False, False)
    others = [Standing(holder, load) for _, _, holder, load in rows if holder is not None]
    return share.claims(now(), others, is_free=is_free, is_heir=is_heir)


def leave(connection: Connection, share: Share) -> None:
    """Be no standby any more; who was not heard of for long is forgotten as well."""
    connection.execute(_LEAVE, {"holder": share.holder})


def heir_of(connection: Connection, share: Share, now: Callable[[], float] = time.monotonic) -> str | None:
    """As the holder: to whom the bureau has to be handed over now."""
    return share.heir(now(), _others(connection, share))


def _others(connection: Connection, share: Share) -> list[Standing]:
    rows = connection.execute(_HEARD, {"holder": share.holder, "within": HEARD_WITHIN}).fetchall()
    return [Standing(*row) for row in rows]
