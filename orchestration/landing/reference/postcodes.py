"""The postcode file, in the contract's own form or as the Office for National Statistics publishes it.

Two and a half million lines are read by DuckDB, every column as text, and only what is needed is kept. Keep out the
other reference lists (``load.py``).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import re
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.domain.dbt_macros import render_macro
from orchestration.domain.text import fold_label
from orchestration.errors import BadInput, issue
from orchestration.landing.readers.text import decode
from orchestration.landing.reference.os_grid import grid_reference
from orchestration.storage.transaction import transaction

# Headings of the contract, of ONSPD (to 2024) and of NSPL and ONSPD (from 2025), folded, the best first; of
# those that fit a pattern the latest year. "oslaua" and "lad<yy>cd" are the local authority district.
HEADINGS: dict[str, tuple[str, ...]] = {
    "postcode": ("pcds", "postcode", "pcd8", "pcd2", "pcd7", "pcd"),
    "la_code": ("ladcd", "oslaua", "laua", r"lad\d\dcd", "lacode"),
    "easting": ("easting", "eastings", "oseast1m", "east1m"),
    "northing": ("northing", "northings", "osnrth1m", "north1m"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "long", "lng", "lon"),
    "terminated": ("doterm", "terminateddate"),
}


def load_postcodes(con: duckdb.DuckDBPyConnection, path: Path, shown: str) -> tuple[int, int]:
    """Replace ``raw.postcodes`` (which has to exist); returns rows stored and lines not used.

    ``shown`` is the path as messages name it. Raises ``BadInput``, and keeps the table, where the file cannot be read
    or lacks headings.
    """
    headings = _first_line(path, shown)
    found = {n: at for n, options in HEADINGS.items() if (at := _find(headings, options)) is not None}
    _check(found, shown)
    try:
        with transaction(con):
            _read(con, path, headings, found)
            lines = _count(con, "select count(*) from postcode_lines")
            rejected = _count(con, "select count(distinct line) from postcode_rejects")
            con.execute("delete from raw.postcodes")
            con.execute(_BEST_OF_EACH)
            if "easting" not in found or "northing" not in found:
                _place_on_grid(con)
            stored = _count(con, "select count(*) from raw.postcodes")
            for table in ("postcode_lines", "postcode_rejects", "postcode_reject_scans"):
                con.execute(f"drop table {table}")
    except duckdb.Error as e:
        raise BadInput(
            issue(
                file=shown,
                expected=f"a CSV file in UTF-8 was expected ({type(e).__name__}); the postcodes loaded before are kept",
                remedy="Download it again and do not change it.",
            )
        ) from None
    return stored, lines + rejected - stored


def _first_line(path: Path, shown: str) -> list[str]:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            line = file.readline(65_536).removeprefix(codecs.BOM_UTF8)
    except (OSError, EOFError):
        raise BadInput(
            issue(file=shown, expected="a file that can be opened was expected", remedy="Download it again.")
        ) from None
    return next(csv.reader([decode(line)[0]]), [])


def _find(headings: list[str], options: tuple[str, ...]) -> int | None:
    folded = [fold_label(h) for h in headings]
    for option in options:
        fitting = [heading for heading in folded if re.fullmatch(option, heading)]
        if fitting:
            return folded.index(max(fitting))
    return None


def _check(found: dict[str, int], shown: str) -> None:
    missing = [name for name in ("postcode", "la_code") if name not in found]
    if not ({"easting", "northing"} <= found.keys() or {"latitude", "longitude"} <= found.keys()):
        missing.append("easting and northing, or lat and long")
    if missing:
        raise BadInput(
            issue(
                file=shown,
                row=1,
                remedy="Download ONSPD, NSPL or Code-Point Open again, or name its columns so.",
                expected="the headings pcds, lad_cd, easting, northing were expected, or those of ONSPD or NSPL"
                f" (not found: {', '.join(missing)})",
            )
        )


def _read(con: duckdb.DuckDBPyConnection, path: Path, headings: list[str], found: dict[str, int]) -> None:
    """Every line that can be read into the temporary table ``postcode_lines``, typed.

    Eastings and northings are metres on the British National Grid, latitudes and longitudes degrees. ONSPD writes
    latitude 99.999999 and no easting for a postcode that has no place.
    """

    def text(name: str) -> str:
        return f"nullif(trim(c{found[name]}), '')" if name in found else "null::varchar"

    def number(name: str) -> str:
        return f"try_cast({text(name)} as double)"

    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(headings)))
    term = text("terminated")
    con.execute(
        f"""
        create or replace temp table postcode_lines as
        select
            {render_macro(f"read_postcode('c{found['postcode']}')")} as postcode,
            {text("la_code")} as la_code,
            case when {number("easting")} > 0 then {number("easting")} end as easting,
            case when {number("northing")} > 0 then {number("northing")} end as northing,
            case when {number("latitude")} < 90 then {number("latitude")} end as latitude,
            case when {number("latitude")} < 90 then {number("longitude")} end as longitude,
            coalesce(try_strptime({term}, '%Y%m'), try_strptime({term}, '%Y-%m-%d'))::date as terminated_date
        from read_csv(
            ?, auto_detect = false, header = false, skip = 1, delim = ',', quote = '"', escape = '"',
            columns = {{{columns}}}, store_rejects = true, rejects_table = 'postcode_rejects',
            rejects_scan = 'postcode_reject_scans', rejects_limit = 0
        )
        """,
        [str(path)],
    )


# A postcode given twice keeps its live entry, else the one that ended last; the rest breaks ties.
_BEST_OF_EACH = """
    insert into raw.postcodes by name
    select
        postcode, la_code, easting, northing, latitude, longitude, terminated_date
    from postcode_lines
    where postcode is not null
    qualify row_number() over (
        partition by postcode
        order by terminated_date is null desc, terminated_date desc, la_code, easting, northing, latitude
    ) = 1
"""


def _place_on_grid(con: duckdb.DuckDBPyConnection) -> None:
    """Grid references for a file that gives degrees only."""
    places = con.sql(
        "select postcode, latitude, longitude from raw.postcodes where latitude is not null and longitude is not null"
    ).to_arrow_table()
    easting, northing = grid_reference(
        places["latitude"].to_numpy().astype(np.float64), places["longitude"].to_numpy().astype(np.float64)
    )
    con.register("placed", pa.table({"postcode": places["postcode"], "easting": easting, "northing": northing}))
    con.execute(
        "update raw.postcodes p set easting = round(g.easting), northing = round(g.northing)"
        " from placed g where g.postcode = p.postcode"
    )
    con.unregister("placed")


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return con.execute(query).fetchall()[0][0]
