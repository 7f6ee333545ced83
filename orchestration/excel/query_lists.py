"""Query lists: one workbook for each sender with something to fix, in Welsh and English.

A query names the file, the row and the field, says what is wrong and what to send; it repeats no name and no other
value. Put here how a list is laid out. Keep out which rows have an issue (``quality.row_issues``) and the wording of
each rule (``landing/contract/row_rules.toml``, ``landing/contract/file_rules.toml``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.excel.workbook import Heading, save, set_headings, wrap_cells
from orchestration.landing.contract.rules import REJECT, FileRule, file_rules, row_rules
from orchestration.quality.row_issues import Return, returns_received

FOLDER = "queries"
HEADINGS = (
    Heading("Ffeil / File", 34),
    Heading("Rhes / Row", 10),
    Heading("Maes / Field", 22),
    Heading("Pa mor ddifrifol / Severity", 22),
    Heading("Beth sydd o'i le", 44),
    Heading("Beth i'w anfon", 44),
    Heading("What is wrong", 44),
    Heading("What to send", 44),
)
SUMMARY_HEADINGS = (
    Heading("Ffeil / File", 44),
    Heading("Rhesi a dderbyniwyd / Rows received", 22),
    Heading("Y gellir eu defnyddio / Usable", 22),
    Heading("I'w holi / To be queried", 22),
)
WELSH_FIELDS = {
    "row": "rhes",
    "file": "ffeil",
    "surname": "cyfenw",
    "forename": "enw cyntaf",
    "surname, forename": "cyfenw, enw cyntaf",
    "date of birth": "dyddiad geni",
    "postcode": "cod post",
    "UPN": "rhif unigryw disgybl",
}
LEVELS = {
    REJECT: "Ni ellir ei defnyddio / Cannot be used",
    "flag": "Gwiriwch / Please check",
}
NOTE = (
    "Rhes 1 yw rhes y penawdau. Anfonwch y rhestr gyfan eto, wedi'i chywiro, fel fersiwn newydd.",
    "Row 1 is the row of headings. Send the whole list again, corrected, as a new version.",
)
NO_QUERY = {"other_version"}
"""Reasons for not loading a file that ask nothing of the sender: another version of it was loaded."""


def write_query_lists(con: duckdb.DuckDBPyConnection, out_dir: Path, *, cycle: str) -> list[Path]:
    """Write ``<out_dir>/<cycle>/queries/<source>/<school or LA>.xlsx`` for each sender with an issue; returns paths.

    Lists of an earlier run that are no longer needed are removed. ``cycle`` must be the current one: raises
    ``BadInput`` where it is not.
    """
    folder = Path(out_dir) / cycle / FOLDER
    by_sender: dict[tuple[str, str], list[Return]] = {}
    for received in returns_received(con, cycle=cycle):
        by_sender.setdefault((received.source, received.supplier), []).append(received)
    written = [
        _write(folder / source / f"{supplier}.xlsx", files)
        for (source, supplier), files in sorted(by_sender.items())
        if any(f.issues or _of_file(f) for f in files)
    ]
    remove_others(folder, "*.xlsx", written)
    return written


def remove_others(folder: Path, pattern: str, written: Sequence[Path]) -> None:
    """Remove what an earlier run left in a folder whose files are all written again by each run."""
    for path in folder.rglob(pattern) if folder.is_dir() else ():
        if path not in written:
            path.unlink()


def _of_file(received: Return) -> FileRule | None:
    """The rule by which a whole file was not loaded, where the sender can do something about it."""
    if received.status in ("held", "unreadable") and received.reason_code not in NO_QUERY:
        return file_rules()[received.reason_code]
    return None


def _write(path: Path, files: Sequence[Return]) -> Path:
    book = Workbook()
    _write_queries(book.active, files)
    _write_summary(book.create_sheet("Crynodeb - Summary"), files)
    return save(book, path)


def _write_queries(sheet: Worksheet, files: Sequence[Return]) -> None:
    """One line for each file that was not loaded, and for each issue of a row."""
    sheet.title = "Ymholiadau - Queries"
    set_headings(sheet, HEADINGS)
    for received in files:
        rule = _of_file(received)
        if rule is not None:
            sheet.append(_line(received.source_file, None, "file", REJECT, rule))
        for issue in received.issues:
            of_row = row_rules()[issue.code]
            sheet.append(_line(issue.source_file, issue.source_row, of_row.field, of_row.level, of_row))
    wrap_cells(sheet, first_row=2)


def _write_summary(sheet: Worksheet, files: Sequence[Return]) -> None:
    """The counts of each file, and below them how to send a correction."""
    set_headings(sheet, SUMMARY_HEADINGS)
    for received in files:
        if received.status != "superseded":
            sheet.append([received.source_file, received.rows_received, received.rows_usable, received.rows_queried])
    sheet.append([])
    for line in NOTE:
        sheet.append([line])


def _line(file: str, row: int | None, field: str, level: str, rule: FileRule) -> list[object]:
    shown_field = field if field == "UPN" else f"{WELSH_FIELDS[field]} / {field}"
    return [file, row, shown_field, LEVELS[level], rule.wording_cy, rule.send_cy, rule.wording_en, rule.send_en]
