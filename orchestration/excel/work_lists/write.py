"""One workbook for each participating authority.

Put here the workbook as a whole and its lists of choices. Keep out the values on its sheets (``build_rows.py``,
``summary.py``), what a sheet looks like (``sheets.py``, ``draw_sheet.py``), and the folder (``cycle_folder.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
from openpyxl import Workbook

from orchestration.domain.authorities import WELSH_AUTHORITIES
from orchestration.excel.work_lists import words
from orchestration.excel.work_lists.build_rows import AuthorityRows, read_rows
from orchestration.excel.work_lists.cycle_folder import keep_worked_on, replacing_folder
from orchestration.excel.work_lists.draw_sheet import add_sheet
from orchestration.excel.work_lists.sheets import POTENTIAL, REGISTER, REVIEW
from orchestration.excel.work_lists.summary import add_summary, summary_lines
from orchestration.excel.workbook import save


@dataclass(frozen=True)
class Written:
    """Counts only. ``without_workbook`` are rows of authorities that do not take part."""

    folder: Path
    workbooks: int
    children: int
    pairs: int
    cases: int
    without_workbook: int
    kept: int


def write_work_lists(con: duckdb.DuckDBPyConnection, out_dir: Path, *, cycle: str) -> Written:
    """Write ``<out_dir>/<cycle>/<la code> <name>.xlsx`` for each participating authority.

    The folder of the cycle is replaced whole; only its owner may read it. A workbook that somebody has saved since it
    was written is kept under ``worked on/``. The same warehouse gives the same bytes. ``cycle``
    must be the current one.
    """
    rows = read_rows(con, cycle=cycle)
    on = con.execute("select reference_date from raw.cycles where cycle = ?", [cycle]).fetchall()[0][0]
    participating = con.execute("select la_code from raw.participating_las where cycle = ? order by 1", [cycle])
    codes = [code for (code,) in participating.fetchall()]
    labels = con.execute("select closure_reason, label_cy || ' / ' || label_en from seeds.closure_reasons").fetchall()
    closures = dict(labels)
    counts: Counter[str] = Counter()
    final = Path(out_dir) / cycle
    with replacing_folder(final) as folder:
        for code in codes:
            book = Workbook(write_only=True)
            add_summary(book, summary_lines(code, cycle, on, rows[code]))
            counts.update(_add_sheets(book, rows[code], _options(code, closures)))
            save(book, folder / f"{code} {WELSH_AUTHORITIES[code].name_en}.xlsx").chmod(0o600)
        kept = keep_worked_on(final, folder)
    return Written(
        folder=final,
        workbooks=len(codes),
        children=counts[POTENTIAL.title],
        pairs=counts[REVIEW.title],
        cases=counts[REGISTER.title],
        without_workbook=sum(of_la.total for code, of_la in rows.items() if code not in codes),
        kept=kept,
    )


def _options(code: str, closures: Mapping[str, str]) -> dict[str, list[str]]:
    """The options of each list that an officer of the authority chooses from, by the name of the list."""
    return {
        "decisions": list(words.REGISTER_DECISIONS),
        "closures": [closures[reason] for reason in words.CLOSURE_REASONS],
        "authorities": sorted(words.authorities(without=code)),
        "answers": list(words.PAIR_ANSWERS),
    }


def _add_sheets(book: Workbook, rows: AuthorityRows, options: Mapping[str, list[str]]) -> dict[str, int]:
    """Add the three sheets, and a hidden one with their lists of options; returns the number of rows by title."""
    cells = {
        name: f"'{words.LISTS_SHEET}'!${letter}$1:${letter}${len(values)}"
        for letter, (name, values) in zip("ABCD", options.items(), strict=True)
    }
    written = {
        sheet.title: add_sheet(book, sheet, of_sheet, choices=cells)
        for sheet, of_sheet in ((POTENTIAL, rows.potential), (REVIEW, rows.review), (REGISTER, rows.register))
    }
    lists = book.create_sheet(words.LISTS_SHEET)
    lists.sheet_state = "hidden"
    for line in range(max(map(len, options.values()))):
        lists.append([values[line] if line < len(values) else None for values in options.values()])
    return written
