"""Whether a file that can be loaded is the file that was meant: another authority's, last year's or half a file.

A wrong file does more harm than a missing one, because its rows look right. So a file is compared with what the
warehouse holds: where its postcodes lie, what its supplier sent before. An issue found here holds the file until a
person accepts it in ``cycle.toml``. Put a new comparison of a whole file here. Keep out what nobody may overrule
(``validate_file.py``), the comparison with other sources (``overlap_check.py``) and any judgement of one record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb
import pyarrow as pa

from orchestration.domain.authorities import shown_authority
from orchestration.domain.dbt_macros import render_macro
from orchestration.landing.file_report import FileIssue
from orchestration.landing.file_status import ReasonCode
from orchestration.landing.files import supplier_of
from orchestration.landing.load_history import EarlierRows, LoadHistory
from orchestration.landing.validate_file import ValidatedFile

CHECKED_FOR_PLACE = ("nhs", "plasc")
"""Sources whose children live in the supplier's authority for the most part. A school near a border may have most of
its pupils from the other side, a whole authority's schools do not."""
MOST_ELSEWHERE = 0.60
"""Largest share of the readable postcodes that may lie in one other authority."""
FEWEST_RECORDS = 50
"""A smaller file says too little about where its children live."""
FEWEST_ROWS_SHARE = 0.5
"""Smallest share of the rows sent before that a file may have."""
FEWEST_ROWS_LOST = 20
"""A loss of fewer rows than this is never an issue."""


@dataclass(frozen=True)
class FileChecks:
    """The comparisons of one load of one source. ``raw.postcodes`` must exist; where it is empty, places are not
    checked. ``accepted_files`` (by ``source_file``) are loaded whatever is found."""

    con: duckdb.DuckDBPyConnection
    source: str
    history: LoadHistory
    accepted_files: frozenset[str] = frozenset()

    def check_file(self, validated: ValidatedFile, *, is_whole_return: bool) -> ValidatedFile:
        """The file, held if any comparison finds an issue that nobody has accepted; all issues are named.

        Whether a file is too small is checked only where it is the whole return: the size of several parts is known
        when it is known which of them count (``check_return_size``). A file without records is not compared.
        """
        if not validated.is_loadable or not validated.report.rows_received:
            return validated
        found = [self._wrong_authority(validated), self._same_as_earlier(validated)]
        if is_whole_return:
            found.append(self._smaller_than_before(validated, validated.report.rows_received, parts=1))
        issues = [issue for issue in found if issue is not None]
        if not issues:
            return validated
        if validated.file.source_file in self.accepted_files:
            return ValidatedFile(validated.file, validated.report.accepted(issues), validated.reading)
        return validated.not_loaded(issues, may_be_accepted=True)

    def check_return_size(self, files: Sequence[ValidatedFile]) -> list[ValidatedFile]:
        """The files of one return, those that count held if together they lack most of what came before."""
        counted = [f for f in files if f.is_loadable]
        rows = sum(f.report.rows_received for f in counted)
        checked = []
        for validated in files:
            issue = self._smaller_than_before(validated, rows, parts=len(counted)) if validated.is_loadable else None
            if issue is not None and validated.file.source_file not in self.accepted_files:
                validated = validated.not_loaded([issue], may_be_accepted=True)
            checked.append(validated)
        return checked

    def _smaller_than_before(self, validated: ValidatedFile, rows: int, *, parts: int) -> FileIssue | None:
        """The first earlier return of the supplier that had far more rows than this one of so many parts."""
        return smaller_than(self.history.rows_before.get(supplier_of(validated.file), ()), rows, parts=parts)

    def _same_as_earlier(self, validated: ValidatedFile) -> FileIssue | None:
        report = validated.report
        cycle = self.history.earlier_cycle.get((report.source_file, report.file_hash))
        if cycle is None:
            return None
        return FileIssue(
            ReasonCode.SAME_AS_EARLIER_CYCLE,
            "a new file was expected, and this one is, byte for byte, the"
            f" {report.rows_received} rows that came for cycle {cycle}",
            "Ask the supplier for the file of this cycle.",
        )

    def _wrong_authority(self, validated: ValidatedFile) -> FileIssue | None:
        """Whether too many of the file's readable postcodes lie in one other authority."""
        own_code, position = validated.file.la_code, validated.reading.match.columns.get("postcode")
        if self.source not in CHECKED_FOR_PLACE or own_code is None or position is None:
            return None
        if validated.report.rows_received < FEWEST_RECORDS or not self._has_postcodes:
            return None
        readable, by_authority = _authorities_of(self.con, [row[position] for row in validated.reading.records])
        elsewhere = {la: n for la, n in by_authority.items() if la != own_code}
        # the code breaks a tie, so that the same file always gets the same message
        other = max(elsewhere, key=lambda la: (elsewhere[la], la), default=None)
        if other is None or elsewhere[other] <= MOST_ELSEWHERE * readable:
            return None
        own = by_authority.get(own_code, 0)
        return FileIssue(
            ReasonCode.WRONG_LOCAL_AUTHORITY,
            f"a file of {shown_authority(own_code)} was expected, and of its {readable} readable postcodes"
            f" {elsewhere[other]} ({elsewhere[other] / readable:.0%}) lie in {shown_authority(other)} and {own}"
            f" ({own / readable:.0%}) in its own authority; at most {MOST_ELSEWHERE:.0%} may lie in one other",
            "Ask the supplier which authority the file is for, and name it by that one.",
        )

    @cached_property
    def _has_postcodes(self) -> bool:
        return bool(self.con.execute("select 1 from raw.postcodes limit 1").fetchall())


def is_far_smaller(rows: int, before: int) -> bool:
    """Whether so many rows lack most of those that came before, and not merely a few."""
    return rows < FEWEST_ROWS_SHARE * before and before - rows >= FEWEST_ROWS_LOST


def smaller_than(before: Sequence[EarlierRows], rows: int, *, parts: int = 1) -> FileIssue | None:
    """The issue of a return of so many rows, in one file or several parts, that is far smaller than one of those that
    came before; the first of them is named."""
    for earlier in before:
        if is_far_smaller(rows, earlier.rows):
            now = "this file has" if parts == 1 else f"the {parts} parts of the return have together"
            return FileIssue(
                ReasonCode.MUCH_SMALLER,
                f"{earlier.rows} rows came {earlier.when}, and at least {FEWEST_ROWS_SHARE:.0%} of them were expected;"
                f" {now} {rows}",
                "Ask the supplier whether the file is whole.",
            )
    return None


def _authorities_of(con: duckdb.DuckDBPyConnection, postcodes: list[str]) -> tuple[int, dict[str, int]]:
    """How many of the postcodes can be read, and how many of those lie in each authority (by GSS code)."""
    con.register("given_postcodes", pa.table({"given": pa.array(postcodes, pa.string())}))
    try:
        counted = con.execute(f"""
            -- children share postcodes, so each is read once and not once a child
            with readable as materialized (
                select {render_macro("read_postcode('given')")} as postcode, count(*) as children
                from given_postcodes group by given
            )
            select p.la_code, sum(r.children)::bigint
            from readable r left join raw.postcodes p on p.postcode = r.postcode
            where r.postcode is not null and not {render_macro("is_placeholder_postcode('r.postcode')")}
            group by all
        """).fetchall()
    finally:
        con.unregister("given_postcodes")
    return sum(n for _, n in counted), {la: n for la, n in counted if la is not None}
