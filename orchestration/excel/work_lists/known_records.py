"""Which records and children the warehouse knows, to be sure that an answer is about one that it has.

Put here the questions to the warehouse. Keep out what becomes of an answer (``import_answers.py``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from orchestration.domain.ids import child_id_sql, record_id_sql
from orchestration.domain.sources import LANDING_SOURCES


@dataclass(frozen=True)
class KnownRecords:
    """The ids, of those asked about, that an extract of any cycle has; and the current cycle's dates of birth by id."""

    ids: Collection[str]
    born: Mapping[str, dt.date]


def find_known(con: duckdb.DuckDBPyConnection, ids: Collection[str]) -> KnownRecords:
    """Look up ids of records and of children."""
    con.execute("create or replace temp table asked as select unnest($ids) as id", {"ids": sorted(ids)})
    return KnownRecords(_ids(con), _birth_dates(con))


def _ids(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    known = " union all ".join(
        f"select {record_id_sql(name)} as id from {source.raw_table}" for name, source in LANDING_SOURCES.items()
    )
    found = con.execute(f"""
        with known as ({known})
        select id from known where id in (from asked)
        union select {child_id_sql("id")} as child_id from known where child_id in (from asked)
    """)
    return frozenset(known_id for (known_id,) in found.fetchall())


def _birth_dates(con: duckdb.DuckDBPyConnection) -> dict[str, dt.date]:
    records = " union all ".join(
        f"select record_id, date_of_birth from {source.staging_table}" for source in LANDING_SOURCES.values()
    )
    found = con.execute(f"""
        with born as (select * from ({records}) where date_of_birth is not null)
        select record_id, date_of_birth from born where record_id in (from asked)
        union all
        select {child_id_sql("record_id")} as child_id, date_of_birth from born where child_id in (from asked)
    """)
    return dict(found.fetchall())
