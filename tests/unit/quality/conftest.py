"""Small raw tables of invented records: a clean one of each source, to which a test adds faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from expectations import RULES
from orchestration.quality.gate import run_gate
from orchestration.quality.results import GateResult
from orchestration.reporting.data_docs import build_docs

CYCLE = "2025-annual"
LAS = ("W06000015", "W06000021")
RECORDS = 400  # two files of 200

# noise that a normal extract has: one record in 200 lacks a value or has it wrong
_SURNAMES = ("Jones", "Ap Rhys", "Davies-Evans", "Ŵyn", "O'Neill")
_FORENAMES = ("Siân", "Harri", "Efa", "Tomos", "Mali")
_DATE_FORMS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d.%m.%y", "%Y%m%d", "%d %B %Y")


def _birth(i: int) -> str:
    if i % 200 == 7:
        return "31/31/2014"
    day = date(2009, 1, 2) + timedelta(days=9 * i)
    return day.strftime(_DATE_FORMS[i % len(_DATE_FORMS)])


def _postcode(i: int) -> str | None:
    return {11: "CF10", 23: None, 31: "ZZ99 3VZ"}.get(i % 200, f"ZY{i % 9 + 1} {i % 9}AB")


def _surname(i: int) -> str:
    return "" if i % 200 == 3 else f" {_SURNAMES[i % 5]} "


def _person(i: int) -> dict[str, object]:
    return {
        "surname": _surname(i),
        "forename": _FORENAMES[i % 5],
        "dob": _birth(i),
        "postcode": _postcode(i),
        "upn": "R2011000" + f"{i:05d}" if i % 200 else "R2011",
    }


def _nhs(i: int) -> dict[str, object]:
    return {
        "surname": _surname(i),
        "forenames": _FORENAMES[i % 5],
        "date_of_birth": _birth(i),
        "address_line_1": f"{i} Stryd Fawr",
        "postcode": _postcode(i),
    }


ROWS: dict[str, Callable[[int], dict[str, object]]] = {
    "nhs": _nhs,
    "plasc": lambda i: (
        _person(i)
        | {
            "school_number": "6814001",
            "nc_year": str(i % 11 + 1),
            "enrol_status": "cmCMSG"[i % 6],
            "entry_date": "01/09/2024",
            "leaving_date": "20/12/2024" if i % 10 == 0 else None,
        }
    ),
    "ehe": lambda i: (
        _person(i)
        | {
            "local_id": f"E{i}",
            "suitability": ("Suitable", "not yet assessed", "UNSUITABLE")[i % 3],
            "start_date": "01/09/2023",
            "end_date": None,
        }
    ),
    "eotas": lambda i: _person(i) | {"provision_type": "PRU", "start_date": "01/09/2023", "end_date": None},
    "ooc": lambda i: _person(i) | {"host_la": "W06000018", "school_number": "6764002"},
    "cme_register": lambda i: _person(i) | {"case_ref": f"C{i}", "opened_date": "01/02/2025", "closed_date": None},
    "neighbouring": lambda i: _person(i) | {"home_la": LAS[i % 2], "school_number": "6764002", "enrol_status": "C"},
    "independent_schools": lambda i: (
        _person(i)
        | {"full_name": None if i % 2 else f"{_FORENAMES[i % 5]} Morgan"}
        | ({} if i % 2 else {"surname": None, "forename": None})
    ),
}

PATHS = {
    "nhs": "nhs/{la}.csv",
    "neighbouring": "neighbouring_authorities/{la}.csv",
    "independent_schools": "independent_schools/school_{la}.xlsx",
    "cme_register": "local_authorities/{la}/cme.csv",
}


def _clean_table(source: str, *, records: int = RECORDS) -> pd.DataFrame:
    rows = []
    for i in range(records):
        la = LAS[i * 2 // records]
        rows.append(
            {
                "cycle": CYCLE,
                "source_file": PATHS.get(source, f"local_authorities/{{la}}/{source}.csv").format(la=la),
                "source_row": i + 2,
                "supplier_la_code": la,
                "row_fault": None,
                **({"school_key": f"school_{la}"} if source == "independent_schools" else {}),
                **ROWS[source](i),
            }
        )
    return pd.DataFrame(rows).astype("object")


@pytest.fixture(scope="session")
def clean_table() -> Callable[..., pd.DataFrame]:
    """A normal, noisy extract of a source: two files, one an authority. ``clean_table(source)``."""
    return _clean_table


def _warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema raw")
    connection.execute("create table raw.files (cycle varchar, source varchar, status varchar)")
    return connection


def _gate(
    con: duckdb.DuckDBPyConnection, store_dir: Path, source: str, frame: pd.DataFrame, statuses=("loaded",), **more
) -> GateResult:
    types = {"source_row": "integer", "easting": "double"}
    columns = ", ".join(f"{name}::{types.get(name, 'varchar')} as {name}" for name in frame)
    con.register("given", frame)
    con.execute(f"create or replace table raw.{source} as select {columns} from given")
    con.unregister("given")
    con.execute("delete from raw.files")
    if RULES[source].file_severity:
        con.executemany("insert into raw.files values (?, ?, ?)", [[CYCLE, source, s] for s in statuses])
    return run_gate(con, source=source, cycle=CYCLE, store_dir=store_dir, participating_las=LAS, **more)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with _warehouse() as connection:
        yield connection


@pytest.fixture(scope="session")
def _great_expectations() -> None:
    """Imported once, so that no single test bears its seconds."""
    import great_expectations  # noqa: F401


@pytest.fixture
def store_dir(tmp_path: Path) -> Path:
    return tmp_path / "quality"


@pytest.fixture
def gate(con, store_dir, _great_expectations) -> Callable[..., GateResult]:
    """Load a frame as ``raw.<source>`` and check it: ``gate(source, frame, statuses=…, thresholds=…)``."""
    return partial(_gate, con, store_dir)


@pytest.fixture(scope="session")
def gate_of_session(tmp_path_factory, _great_expectations) -> Callable[..., GateResult]:
    """As ``gate``, for a result that several tests read."""

    def run(source: str, frame: pd.DataFrame) -> GateResult:
        with _warehouse() as connection:
            return _gate(connection, tmp_path_factory.mktemp("gate"), source, frame)

    return run


@pytest.fixture(scope="session")
def site(tmp_path_factory, _great_expectations) -> Path:
    """The folder of the pages of two gates, one of them stopped, with a name that must not be seen."""
    folder = tmp_path_factory.mktemp("site") / "quality"
    frame = _clean_table("nhs")
    frame["surname"] = "Zzyzxcanary"
    frame["postcode"] = "Zzyzxcanary"
    with _warehouse() as connection:
        assert not _gate(connection, folder, "nhs", frame).passed
        assert _gate(connection, folder, "ehe", _clean_table("ehe")).passed
    build_docs(folder)
    return folder
