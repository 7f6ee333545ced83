"""Builds a set of files that others may read, and swaps it in whole.

Put here how a set is written and replaced. Keep out which columns it may hold (``columns``). A set is a folder under
``state/published_sets``; ``published`` is a link to the newest complete one, so that a reader sees the old set or the
new one and never a mixture, wherever a run is killed.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.paths import Folders
from orchestration.publishing.columns import PUBLISHED_COLUMNS
from orchestration.storage.temp_db import temp_connection

DATABASE_NAME = "evaluation.duckdb"
"""Not named after a schema in it: DuckDB cannot distinguish a file called ``marts`` from the schema ``marts``."""

SETS_KEPT = 3
"""The set in use and two before it, for whoever still has one open."""


@dataclass(frozen=True)
class PublishedSet:
    """Where the set is and how many rows each table has."""

    folder: Path
    rows: dict[str, int]


def publish(folders: Folders, *, set_name: str) -> PublishedSet:
    """Copy the allowed columns of each mart into a new set and make it the published one.

    Args:
        folders: the data folder, of which the warehouse is opened read-only.
        set_name: names the set's folder; unique for each run.

    The set is complete on disk (flushed) before the link moves. After an error, the set published before stays.
    """
    sets = folders.state / "published_sets"
    building = sets / f".{set_name}.building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        rows = _write_tables(folders, building)
        _flush(building)
    except BaseException:
        # half a set is of no use, and on a full disk its space is needed
        shutil.rmtree(building, ignore_errors=True)
        raise
    finished = sets / set_name
    shutil.rmtree(finished, ignore_errors=True)
    building.rename(finished)
    _point_to(folders.published, finished)
    _remove_old_sets(sets, keep=finished)
    return PublishedSet(folder=folders.published, rows=rows)


def _write_tables(folders: Folders, building: Path) -> dict[str, int]:
    """Write each table to the set's database and as Parquet; returns their numbers of rows."""
    rows = {}
    with temp_connection(folders.scratch) as con:
        con.execute(f"attach '{_quoted(folders.warehouse)}' as warehouse (read_only)")
        con.execute(f"attach '{_quoted(building / DATABASE_NAME)}' as published_set")
        con.execute("create schema published_set.marts")
        for table, columns in PUBLISHED_COLUMNS.items():
            target = f"published_set.marts.{table}"
            # sorted, so that the same marts give the same files
            con.execute(
                f"create table {target} as select {', '.join(columns)} from warehouse.marts.{table} order by all"
            )
            _copy_comments(con, table, columns, target)
            con.execute(f"copy {target} to '{_quoted(building / (table + '.parquet'))}' (format parquet)")
            rows[table] = con.execute(f"select count(*) from {target}").fetchall()[0][0]
        con.execute("detach published_set")
    return rows


def _copy_comments(con: duckdb.DuckDBPyConnection, table: str, columns: list[str], target: str) -> None:
    """Give the published table what dbt wrote in the warehouse of the mart and of the columns that are published."""
    for (comment,) in con.execute(
        "select comment from duckdb_tables() where database_name = 'warehouse' "
        "and schema_name = 'marts' and table_name = ? and comment is not null",
        [table],
    ).fetchall():
        con.execute(f"comment on table {target} is '{_quoted(comment.strip())}'")
    for column, comment in con.execute(
        "select column_name, comment from duckdb_columns() where database_name = 'warehouse' "
        "and schema_name = 'marts' and table_name = ? and comment is not null",
        [table],
    ).fetchall():
        if column in columns:
            con.execute(f"comment on column {target}.{column} is '{_quoted(comment.strip())}'")


def _quoted(text: Path | str) -> str:
    return str(text).replace("'", "''")


def _flush(folder: Path) -> None:
    """Force files and folder to disk, then make the files read-only."""
    for path in sorted(folder.iterdir()):
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
        path.chmod(0o444)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _point_to(link: Path, target: Path) -> None:
    """Make the link lead to the target, in one step that no reader sees half done."""
    if link.is_dir() and not link.is_symlink():
        # a folder made by hand before the first run: an empty one gives way, any other is kept aside
        try:
            link.rmdir()
        except OSError:
            link.rename(link.with_name(f"{link.name}-before-{target.name}"))
    new_link = link.with_name(f".{link.name}.new")
    new_link.unlink(missing_ok=True)
    # relative, so that the data folder can be moved
    new_link.symlink_to(os.path.relpath(target, link.parent), target_is_directory=True)
    os.replace(new_link, link)


def _remove_old_sets(sets: Path, *, keep: Path) -> None:
    """Remove all but the newest sets, and what runs that were killed left unfinished."""
    complete = [p for p in sets.iterdir() if not p.name.startswith(".") and p != keep]
    by_age = sorted(complete, key=lambda p: p.stat().st_mtime, reverse=True)
    for old in by_age[SETS_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
    for leftover in sets.glob(".*.building"):
        shutil.rmtree(leftover, ignore_errors=True)
