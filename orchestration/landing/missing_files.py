"""Files that a cycle should have received and did not, a line of ``raw.files`` each.

Put here who has to send what. Keep out where files lie in the landing folder (``files.py``). A file that came and is
held is not missing.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from orchestration.landing.cycle import Cycle
from orchestration.landing.file_report import FileReport
from orchestration.landing.files import LandedFile, expected_paths, is_return_of
from orchestration.landing.tables import create_raw_tables


def missing_files(
    con: duckdb.DuckDBPyConnection, *, cycle: Cycle, source: str, found: Sequence[LandedFile]
) -> list[FileReport]:
    """The files of the source that were expected by its deadline and are not among those ``found``.

    Every participating authority is expected to have its files, and every independent school of ``raw.schools`` that
    lies in one to have a return; without that list no return is missing.
    """
    deadline = cycle.deadlines.get(source)
    when = f" by {deadline.isoformat()}" if deadline else ""
    if source == "independent_schools":
        return _missing_returns(con, cycle, found, when)
    senders = {file.la_code for file in found}
    return [
        FileReport(
            path, la, detail=f"{path} was expected{when} and is not there. Ask the authority or its supplier for it."
        )
        for la, path in expected_paths(source, cycle.participating_las).items()
        if la not in senders
    ]


def _missing_returns(
    con: duckdb.DuckDBPyConnection, cycle: Cycle, found: Sequence[LandedFile], when: str
) -> list[FileReport]:
    create_raw_tables(con, "schools")
    schools = con.execute(
        "select school_number, name, la_code from raw.schools"
        " where lower(sector) like '%independent%' and school_number is not null order by school_number"
    ).fetchall()
    return [
        FileReport(
            f"independent_schools/{number}",
            la,
            number,
            detail=f"A return of school {number} was expected{when} and is not there. Ask the school for it.",
        )
        for number, name, la in schools
        if la in cycle.participating_las
        and not any(is_return_of(file.school_key or "", school_number=number, name=name) for file in found)
    ]
