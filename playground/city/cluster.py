"""A PostgreSQL to play with: a cluster in a folder of its own, on a port of loopback, started and killed at will."""

import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import psycopg

#: PostgreSQL refuses to run as root; its package makes this user.
USER = "postgres"
#: The database that is made in it.
DATABASE = "duban"
#: Who has to give a password.
GUARDED = "guarded"
#: Below the ports that a system hands out: none is taken while its server is down.
_PORTS = range(20_000, 32_000)
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = on
synchronous_commit = on
shared_buffers = 16MB
dynamic_shared_memory_type = mmap
min_wal_size = 32MB
max_connections = 60
lc_messages = 'C'
log_timezone = 'UTC'
"""
#: Waits for a word on its input. Where the input ends without one, its parent was killed: the server ends as well.
_OUTLIVED = 'read _word || { kill -QUIT "$0"; sleep 2; rm -rf "$1"; }'
_RIGHTS = f"""
host all {GUARDED} 127.0.0.1/32 scram-sha-256
host all,replication all 127.0.0.1/32 trust
"""


def find_postgres() -> Path | None:
    """The folder of its programs, if there is one that can be run here: the newest."""
    named = os.environ.get("POSTGRES_BIN")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    found = shutil.which("initdb")
    folders = [Path(named)] if named else [*debian, *([Path(found).resolve().parent] if found else [])]
    return next((each for each in folders if (each / "initdb").exists()), None) if _may_run() else None


def _may_run() -> bool:
    import pwd  # noqa: PLC0415 - not everywhere

    with suppress(KeyError):
        return os.getuid() != 0 or bool(pwd.getpwnam(USER))
    return False


@dataclass(frozen=True)
class Place:
    """Where a ledger may be: a schema that nothing has made yet."""

    cluster: "Cluster"
    schema: str

    @property
    def url(self) -> str:
        """The database as ``[store] url`` names it."""
        return self.cluster.url()

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        """A connection of the caller's own, which finds the bureau's tables by their names."""
        return psycopg.connect(self.url, autocommit=True, options=f"-c search_path={self.schema}")


class Cluster:
    """One server and its data. ``start`` makes it when it is not there yet."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.programs = programs
        self._server: subprocess.Popen[str] | None = None
        self._reader: Thread | None = None
        self._watchdog: subprocess.Popen[str] | None = None

    @property
    def data(self) -> Path:
        """The folder that the server owns."""
        return self.folder / "data"

    @property
    def is_running(self) -> bool:
        """Whether its server was started, and neither stopped nor killed."""
        return self._server is not None

    @property
    def pid(self) -> int:
        """Of its server, which was started."""
        if self._server is None:
            raise RuntimeError("the cluster does not run")
        return self._server.pid

    def url(self, *, user: str = USER, database: str = DATABASE, port: int = 0) -> str:
        """An address of it; ``port`` is that of a proxy before it."""
        return f"postgresql://{user}@127.0.0.1:{port or self.port}/{database}"

    def create(self) -> None:
        """A new one, with its database."""
        self._call("initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self._write("postgresql.conf", _SETTINGS)
        self._write("pg_hba.conf", _RIGHTS)
        self.start()
        self.execute(f"create database {DATABASE}", database="postgres")

    def start(self) -> None:
        """Start its server, and wait until it answers."""
        if self._server is not None:
            return
        self._server = self._popen("postgres", "-D", str(self.data), "-p", str(self.port), stderr=subprocess.PIPE)
        self._watchdog = self._outlived_by(self._server.pid)
        is_ready, told = Event(), [""]
        self._reader = Thread(target=_listen, args=(self._server, is_ready, told), daemon=True)
        self._reader.start()
        is_ready.wait()
        if self._server.poll() is not None or "ready to accept" not in told[0]:
            self._server = None
            self._dismiss_watchdog()
            raise RuntimeError(f"PostgreSQL does not start: {told[0]}")

    def stop(self) -> None:
        """Stop its server cleanly; connections are ended."""
        self._end(signal.SIGINT)

    def kill9(self) -> None:
        """Kill all of its processes at once, as a power cut does."""
        if self._server is not None:
            os.kill(self._server.pid, signal.SIGSTOP)  # so that it starts no other
            for child in children(self._server.pid):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
        self._end(signal.SIGKILL)

    def drop(self) -> None:
        """Stop its server at once: its data is of no use any more."""
        self._end(signal.SIGQUIT)

    def restart(self) -> None:
        """Stop, and start again."""
        self.stop()
        self.start()

    def execute(self, command: str, *, database: str = DATABASE) -> list[tuple[object, ...]]:
        """Run one statement as its owner; what it answers."""
        with psycopg.connect(self.url(database=database), autocommit=True) as connection:
            answer = connection.execute(command.encode())
            return answer.fetchall() if answer.description else []

    def settle(self, name: str, value: str) -> None:
        """A setting of the server; one that takes effect without a restart."""
        self.execute(f"alter system set {name} = '{value}'")
        self.execute("select pg_reload_conf()")

    def guard(self, password: str) -> str:
        """Let ``guarded`` in by that password, with the right to make a schema; the address without the password."""
        known = self.execute(f"select 1 from pg_roles where rolname = '{GUARDED}'")  # noqa: S608 - ours
        if not known:
            self.execute(f"create role {GUARDED} login")
            self.execute(f"grant create on database {DATABASE} to {GUARDED}")
        self.execute(f"alter role {GUARDED} password '{password}'")
        return self.url(user=GUARDED)

    @contextmanager
    def replica(self) -> Iterator["Cluster"]:
        """A standby of it that follows by streaming, until the end of the block."""
        with _folder() as folder:
            other = Cluster(self.programs, folder)
            source = ("-h", "127.0.0.1", "-p", str(self.port), "-U", USER)
            self._call("pg_basebackup", "-D", str(other.data), *source, "-R", "-X", "stream", "-c", "fast", "-N")
            other.start()
            try:
                yield other
            finally:
                other.drop()

    def archive(self, folder: Path) -> None:
        """Keep every piece of its write-ahead log there from now on, as for a recovery to a point in time."""
        folder.mkdir()
        self._give(folder)
        command = f"test ! -f {folder}/%f && cp %p {folder}/%f"
        self._write("postgresql.conf", f"{_SETTINGS}archive_mode = on\narchive_command = '{command}'\n")
        self.restart()

    def switch_wal(self) -> None:
        """Let what was written so far be archived, and wait until it is."""
        [(piece,)] = self.execute("select pg_walfile_name(pg_create_restore_point('archived'))")
        self.execute("select pg_switch_wal()")
        while not self.execute(f"select 1 from pg_stat_archiver where last_archived_wal >= '{piece}'"):  # noqa: S608 - a name of the server's own
            time.sleep(0.05)

    @contextmanager
    def base_backup(self) -> Iterator["Cluster"]:
        """A copy of it as of now, which is not started, until the end of the block."""
        with _folder() as folder:
            other = Cluster(self.programs, folder)
            source = ("-h", "127.0.0.1", "-p", str(self.port), "-U", USER)
            self._call("pg_basebackup", "-D", str(other.data), *source, "-X", "none", "-c", "fast", "-N")
            try:
                yield other
            finally:
                other.drop()

    def recover(self, archive: Path, until: str) -> None:
        """Start a base backup, and let it come to that instant of the archive."""
        recovery = f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{until}'\n"
        self._write("postgresql.conf", f"{_SETTINGS}{recovery}recovery_target_action = 'promote'\n")
        self._write("recovery.signal", "")
        self.start()
        while self.execute("select pg_is_in_recovery()") == [(True,)]:
            time.sleep(0.05)

    def promote(self) -> None:
        """Let a standby take over, and wait until it takes writes."""
        self._call("pg_ctl", "promote", "-w", "-D", str(self.data))

    @contextmanager
    def place(self) -> Iterator[Place]:
        """A schema's name of its own; what was made under it is gone afterwards."""
        self.start()
        schema = f"t_{secrets.token_hex(6)}"
        try:
            yield Place(self, schema)
        finally:
            self.start()
            self.execute(f"drop schema if exists {schema} cascade")

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text)
        self._give(path)

    def _give(self, path: Path) -> None:
        """Let the server's user have it."""
        if os.getuid() == 0:
            shutil.chown(path, USER, USER)

    def _call(self, program: str, *arguments: str) -> None:
        made = self._popen(program, *arguments, stderr=subprocess.STDOUT)
        told, _ = made.communicate()
        if made.returncode:
            raise RuntimeError(f"{program}: {told}")

    def _popen(self, program: str, *arguments: str, stderr: int) -> "subprocess.Popen[str]":
        who = USER if os.getuid() == 0 else None
        return subprocess.Popen(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if stderr == subprocess.STDOUT else subprocess.DEVNULL,
            stderr=stderr,
            text=True,
            env={"LC_ALL": "C", "PATH": os.environ.get("PATH", "")},
            start_new_session=True,
            user=who,
            group=who,
            extra_groups=[] if who else None,
        )

    def _end(self, number: signal.Signals) -> None:
        server, reader = self._server, self._reader
        if server is None or reader is None:
            return
        self._server = None
        server.send_signal(number)
        server.wait()
        reader.join()  # the last of its processes has let go of the log
        self._dismiss_watchdog()

    def _outlived_by(self, server: int) -> "subprocess.Popen[str]":
        """A process that ends the server and removes its folder if this one is killed."""
        return subprocess.Popen(
            ["/bin/sh", "-c", _OUTLIVED, str(server), str(self.folder)],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _dismiss_watchdog(self) -> None:
        watchdog, self._watchdog = self._watchdog, None
        if watchdog is not None:
            watchdog.communicate("stopped\n")


def _listen(server: "subprocess.Popen[str]", is_ready: Event, told: list[str]) -> None:
    """Read what the server logs until the last of its processes has ended; tell when it answers, or never will."""
    assert server.stderr is not None
    with server.stderr:
        for line in server.stderr:
            if is_ready.is_set():
                continue
            told[0] += line
            if "ready to accept" in line:
                is_ready.set()
    is_ready.set()


def children(pid: int) -> list[int]:
    """The processes that a process started, where the system tells."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:  # they end by themselves when they see that it is gone
        return []


def _free_port() -> int:
    for port in random.sample(_PORTS, k=200):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port")


@contextmanager
def _folder() -> Iterator[Path]:
    """One that the server's user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="duban-postgres-"))
    if os.getuid() == 0:
        shutil.chown(folder, USER, USER)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_cluster(programs: Path) -> Iterator[Cluster]:
    """A cluster that is gone at the end of the block."""
    with _folder() as folder:
        cluster = Cluster(programs, folder)
        try:
            cluster.create()
            yield cluster
        finally:
            cluster.drop()
