"""What standbys tell one another in the database, and to whom a lease may be left."""

from contextlib import closing

from playground.city.cluster import Place
from store.postgres.connection import Connection, connect
from store.postgres.lease import Lease
from store.postgres.sharing import INTRODUCED, SETTLED, Duty, Share, Standing
from store.postgres.standbys import claims, heir_of, leave
from store.postgres.tables import prepare


def _connection(place: Place) -> Connection:
    made = connect(place.url, place.schema)
    prepare(made, place.schema)
    return made


def _share(name: str, load: int) -> Share:
    duty = Duty(name)
    for _ in range(load):
        duty.take(-1e9)
    return Share("a", duty)


def _told(connection: Connection) -> list[Standing]:
    return [Standing(*row) for row in connection.execute("select holder, load from standbys order by 1").fetchall()]


def test_a_lease_that_is_handed_over_is_its_heirs_alone_for_a_while(place: Place) -> None:
    with closing(_connection(place)) as connection:
        holder, heir, other = (Lease(lambda: _connection(place), name) for name in ("holder", "heir", "other"))
        assert holder.take(connection)
        holder.heir = "heir"
        holder.release()
        assert not other.take(connection)
        assert heir.take(connection)
        heir.release()
        assert other.take(connection)
        other.heir = "gone"
        other.release()
        assert not holder.take(connection)
        connection.execute("update lease set until = clock_timestamp()")  # its time has run out
        assert holder.take(connection)


def test_standbys_hear_of_one_another_while_they_are_there(place: Place) -> None:
    with closing(_connection(place)) as connection:
        lease = Lease(lambda: _connection(place), "process/a")
        assert lease.take(connection)
        free, busy = _share("free", 1), _share("busy", 3)
        for share in (free, busy):
            assert not claims(connection, share, lambda: 0.0)
        assert _told(connection) == [Standing("busy/a", 3), Standing("free/a", 1)]
        lease.release()
        assert not claims(connection, busy, lambda: INTRODUCED)  # the other one is better placed
        assert claims(connection, free, lambda: INTRODUCED)
        leave(connection, free)
        assert _told(connection) == [Standing("busy/a", 3)]
        assert claims(connection, busy, lambda: INTRODUCED)  # nobody else is heard of


def test_a_holder_hands_over_to_who_has_least_and_is_still_heard_of(place: Place) -> None:
    with closing(_connection(place)) as connection:
        holder, free, silent = _share("holder", 4), _share("free", 2), _share("silent", 0)
        for share in (free, silent):
            claims(connection, share, lambda: 0.0)
        connection.execute("update standbys set seen = seen - interval '10 s' where holder = 'silent/a'")
        assert heir_of(connection, holder, lambda: 0.0) is None
        assert heir_of(connection, holder, lambda: SETTLED) == "free/a"
