"""Dagster's event log in SQLite, with files that stay open between events.

Put here only how the files are opened; what is in them is Dagster's. A run writes some 1,300 events over some 9,000
connections. Dagster's own class makes a new database engine for each, and with each SQLite waits for the disk several
times: on a busy disk that is most of a small run. ``_connect`` and ``_initdb`` are private to Dagster, which is pinned.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage, SqlPollingEventWatcher
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

OPEN_FILES = 8
"""Files kept open: the index, the present run, and some that the pages show."""

SETTINGS = (
    # the disk is waited for at checkpoints only: after a power cut the last events may be missing, never the log
    "pragma synchronous = normal",
    # in pages of 4 KB; small, so that the log's journal stays small beside the log
    "pragma wal_autocheckpoint = 64",
)


class SqliteEventLog(SqliteEventLogStorage):
    """The event log below ``DAGSTER_HOME``, in the files where Dagster's own class keeps it."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None):
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        super().__init__(base_dir, inst_data)
        # Dagster's own class watches the files, which change at checkpoints only
        self._watcher = SqlPollingEventWatcher(self)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> SqliteEventLog:
        return cls(str(Path(config_value["base_dir"]) / "history" / "runs"), inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine(self, shard: str) -> Engine:
        """The engine of a file, with its one connection; only the holder of ``_db_lock`` may use it."""
        if shard not in self._engines:
            engine = create_engine(
                self.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
            )
            event.listen(engine, "connect", _apply_settings)
            self._engines[shard] = engine
        self._engines.move_to_end(shard)
        while len(self._engines) > OPEN_FILES:
            self._engines.popitem(last=False)[1].dispose()
        return self._engines[shard]

    def _close_files(self) -> None:
        while self._engines:
            self._engines.popitem()[1].dispose()

    def wipe(self) -> None:
        super().wipe()
        self._close_files()

    def watch(self, run_id: str, cursor: str | None, callback: Any) -> None:
        self._watcher.watch_run(run_id, cursor, callback)

    def end_watch(self, run_id: str, handler: Any) -> None:
        self._watcher.unwatch_run(run_id, handler)

    def dispose(self) -> None:
        self._watcher.close()
        self._close_files()


def _apply_settings(connection: Any, _: object) -> None:
    for setting in SETTINGS:
        connection.execute(setting)
