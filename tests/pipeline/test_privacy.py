"""A planted surname never leaves the places where it belongs: landing folder, warehouse, and officers' work lists."""

import unicodedata
import zlib
from pathlib import Path

import duckdb
import pytest

ALLOWED = {"landing", "warehouse.duckdb", "work_lists"}


def _folded(data: bytes) -> bytes:
    return unicodedata.normalize("NFKD", data.decode("utf-8", errors="ignore")).casefold().encode()


def _leaks(root: Path, canary: str) -> list[str]:
    leaks = []
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        if path.relative_to(root).parts[0] in ALLOWED:
            continue
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = zlib.decompress(content, 47)
        if canary.casefold().encode() in _folded(content):
            leaks.append(str(path.relative_to(root)))
    return leaks


def test_the_canary_is_in_the_warehouse(finished_run, canary):
    """Else the other tests would prove nothing."""
    rows = finished_run.query(f"select count(*) from raw.nhs where surname ilike '{canary}'")
    assert rows[0][0] >= 9


def test_no_trace_in_state_or_published_set(finished_run, canary):
    folders = finished_run.folders
    # what is searched must be there to be searched
    assert list(folders.dagster_home.rglob("*.db"))
    assert list(folders.quality.rglob("*.html"))
    assert list(folders.dbt.rglob("dbt.log"))
    assert _leaks(folders.data, canary) == []


def test_no_trace_in_what_is_printed(finished_run, canary):
    assert canary.casefold() not in (finished_run.stdout + finished_run.stderr).casefold()


@pytest.mark.parametrize("value", ["surname", "postcode", "address", "date_of_birth"])
def test_no_value_of_any_received_child_is_published(finished_run, value):
    """Not only the canary: no surname, postcode, address or birth date of the cycle, in any column."""
    column = {"address": "address_line_1"}.get(value, value)
    values = {
        str(row[0]).casefold()
        for row in finished_run.query(f"select distinct {column} from raw.nhs where length({column}) > 7")
    }
    assert values
    with duckdb.connect(str(finished_run.folders.published / "evaluation.duckdb"), read_only=True) as con:
        tables = [row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()]
        cells = {
            str(cell).casefold()
            for table in tables
            for row in con.execute(f"from marts.{table}").fetchall()
            for cell in row
        }
    assert values & cells == set()
