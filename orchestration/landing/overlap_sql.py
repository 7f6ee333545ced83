"""Counts how many records of NHS files occur in the education lists, by exact keys.

Put here the keys, how a sample is taken and how it is counted; the records are temporary tables of the connection
meanwhile. Keep out what a count means (``overlap_check.py``) and any similarity that is not equality: that is linkage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from orchestration.domain.dbt_macros import render_macro
from orchestration.domain.sources import PROVING_SOURCES

FIELDS = ("surname", "forename", "date_of_birth", "postcode")
_SAMPLE, _LISTS, _FILE, _RESIDENTS = "overlap_sample", "overlap_lists", "overlap_file", "overlap_residents"


@dataclass(frozen=True)
class MatchCounts:
    """What was found of a sample of records.

    ``found`` counts the sampled records that agree in at least three of the four fields with one record of the other
    side. ``found_without`` counts, by field, those that agree in the three others, ``found_with`` those of them that
    agree in the field too.
    """

    sampled: int
    found: int
    found_without: dict[str, int]
    found_with: dict[str, int]

    @property
    def found_share(self) -> float:
        """From 0 to 1; 0 for an empty sample."""
        return self.found / self.sampled if self.sampled else 0.0

    def agreeing_share(self, field: str, *, at_least: int) -> float | None:
        """Of the records found without the field the share in which it agrees; None where there are too few."""
        without = self.found_without[field]
        return self.found_with[field] / without if without >= at_least else None


def count_found_in_lists(
    con: duckdb.DuckDBPyConnection, *, cycle: str, files: Sequence[str], sample: int
) -> dict[str, MatchCounts]:
    """By ``source_file`` what is found of a sample of the NHS file's records in the education lists of the cycle.

    The sample is drawn by a hash of the place of the row, so it is the same each time and from the whole file.
    """
    drawn = (
        "select * from raw.nhs where cycle = $cycle and list_contains($files, source_file)"
        " qualify row_number() over (partition by source_file order by md5(source_file || '|' || source_row))"
        f" <= {sample:d}"
    )
    _create_keyed(con, _SAMPLE, [_record("nhs", drawn)], {"cycle": cycle, "files": list(files)})
    lists = [_record(s.name, f"select * from {s.raw_table} where cycle = $cycle") for s in PROVING_SOURCES]
    _create_keyed(con, _LISTS, lists, {"cycle": cycle})
    return _count_found(con, _SAMPLE, _LISTS)


def count_residents_in_file(
    con: duckdb.DuckDBPyConnection, *, cycle: str, file: str, la_code: str, sample: int
) -> MatchCounts:
    """What is found in one NHS file of a sample of the children on the education lists who live in its authority: by
    their postcode, or failing that by whose list they are on. To be called after ``count_found_in_lists``."""
    con.execute(
        f"create or replace temp table {_RESIDENTS} as"
        f" select lists.* from {_LISTS} lists left join raw.postcodes places on places.postcode = lists.postcode"
        " where coalesce(places.la_code, lists.supplier_la_code) = ?"
        f" order by md5(lists.source_file || '|' || lists.source_row) limit {sample:d}",
        [la_code],
    )
    con.execute(f"update {_RESIDENTS} set source_file = ''")
    whole = "select * from raw.nhs where cycle = $cycle and source_file = $file"
    _create_keyed(con, _FILE, [_record("nhs", whole)], {"cycle": cycle, "file": file})
    nobody = MatchCounts(0, 0, dict.fromkeys(FIELDS, 0), dict.fromkeys(FIELDS, 0))
    return _count_found(con, _RESIDENTS, _FILE).get("", nobody)


def shares_of_single_fields(con: duckdb.DuckDBPyConnection, *, source_file: str) -> dict[str, float]:
    """By field the share (0 to 1) of the file's sample whose value occurs anywhere in the lists. To be called after
    ``count_found_in_lists``."""
    shares = ", ".join(
        f"avg(coalesce({f} in (select {f} from {_LISTS} where {f} is not null), false)::integer)" for f in FIELDS
    )
    row = con.execute(f"select {shares} from {_SAMPLE} where source_file = ?", [source_file]).fetchall()[0]
    return dict(zip(FIELDS, row, strict=True))


def drop_temporary_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the records that the other functions of this module left in the connection."""
    for table in (_SAMPLE, _LISTS, _FILE, _RESIDENTS):
        con.execute(f"drop table if exists temp.{table}")


def _record(table: str, rows: str) -> str:
    """A query for the four fields of a raw table's records, all but the date read as staging reads them."""
    forename, birth = ("forenames", "date_of_birth") if table == "nhs" else ("forename", "dob")
    surname = render_macro("fold_name('surname')")
    first_forename = render_macro(f"first_forename('{forename}')")
    postcode = render_macro("read_postcode('postcode')")
    return (
        f"select source_file, source_row, supplier_la_code, {surname} as surname, {first_forename} as forename,"
        f" {birth} as date_text, {postcode} as postcode from ({rows})"
    )


def _create_keyed(
    con: duckdb.DuckDBPyConnection, name: str, queries: Sequence[str], parameters: dict[str, object]
) -> None:
    """Create a temporary table of records with their keys: of all four fields, and of the three without each one."""
    keys = {"all_four": FIELDS} | {
        f"without_{left_out}": tuple(f for f in FIELDS if f != left_out) for left_out in FIELDS
    }
    hashed = ", ".join(
        f"case when {' and '.join(f'{f} is not null' for f in fields)} then hash({', '.join(fields)}) end as {key}"
        for key, fields in keys.items()
    )
    iso = render_macro("date_to_iso('date_text')")
    # children share birthdays, so each text of a date is read once and not once a child
    con.execute(
        f"create or replace temp table {name} as with records as materialized ({' union all '.join(queries)}),"
        " days as materialized (select date_text, try_cast(iso as date) as date_of_birth from"
        f" (select date_text, {iso} as iso from (select distinct date_text from records))),"
        " read as (select records.*, days.date_of_birth from records left join days using (date_text))"
        f" select *, {hashed} from read",
        parameters,
    )


def _count_found(con: duckdb.DuckDBPyConnection, of: str, among: str) -> dict[str, MatchCounts]:
    """By ``source_file`` what is found of one table's records among another's."""
    flags = ", ".join(
        f"coalesce({key} in (select {key} from {among} where {key} is not null), false) as {key}"
        for key in ("all_four", *(f"without_{f}" for f in FIELDS))
    )
    counts = ", ".join(f"count(*) filter (without_{f}), count(*) filter (without_{f} and all_four)" for f in FIELDS)
    found = " or ".join(f"without_{f}" for f in FIELDS)
    rows = con.execute(
        f"select source_file, count(*), count(*) filter ({found}), {counts}"
        f" from (select source_file, {flags} from {of}) group by source_file"
    ).fetchall()
    return {
        file: MatchCounts(
            sampled, found, dict(zip(FIELDS, pairs[::2], strict=True)), dict(zip(FIELDS, pairs[1::2], strict=True))
        )
        for file, sampled, found, *pairs in rows
    }
