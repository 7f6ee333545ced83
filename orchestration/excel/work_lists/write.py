"""One workbook for each participating authority, all replaced at one stroke.

Put here the workbook as a whole: its lists of choices, where it lies and who may read it. Keep out what stands on the
sheets (``build_rows.py``, ``summary.py``) and what a sheet looks like (``sheets.py``, ``draw_sheet.py``).
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from openpyxl import Workbook

from orchestration.domain.authorities import WELSH_AUTHORITIES
from orchestration.excel.work_lists import words
from orchestration.excel.work_lists.build_rows import Row, read_rows
from orchestration.excel.work_lists.draw_sheet import add_sheet
from orchestration.excel.work_lists.sheets import POTENTIAL, REGISTER, REVIEW
from orchestration.excel.work_lists.summary import Line, add_summary, summary_lines
from orchestration.excel.workbook import save, was_saved_since

WORKED_ON = "worked on"
"""Subfolder for what somebody filled in where it lay, which a run must not sweep away."""


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

    The folder of the cycle is built aside and put in the place of the one before; only its owner may read it. A
    workbook that somebody has saved since it was written is kept under ``worked on/``. The same warehouse gives
    the same bytes. ``cycle`` must be the current one.
    """
    potential, review, register = read_rows(con, cycle=cycle)
    apart = dict(
        con.execute(
            "select la_code, count(*) from marts.restricted_queue where cycle = ? group by 1", [cycle]
        ).fetchall()
    )
    closures = dict(
        con.execute("select closure_reason, label_cy || ' / ' || label_en from seeds.closure_reasons").fetchall()
    )
    on = con.execute("select reference_date from raw.cycles where cycle = ?", [cycle]).fetchall()[0][0]
    codes = [
        code
        for (code,) in con.execute(
            "select la_code from raw.participating_las where cycle = ? order by 1", [cycle]
        ).fetchall()
    ]
    final = Path(out_dir) / cycle
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _undo_half_a_swap(final)
    building = final.with_name(f".{cycle}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(mode=0o700)
    try:
        counts: Counter[str] = Counter()
        with _temporary_files_in(building):
            for code in codes:
                rows = (potential.get(code, []), review.get(code, []), register.get(code, []))
                summary = summary_lines(code, cycle, on, *rows, apart=apart.get(code, 0))
                counts.update(
                    _write(building / f"{code} {WELSH_AUTHORITIES[code][1]}.xlsx", code, summary, rows, closures)
                )
        kept = _keep_worked_on(final, building)
        _swap(building, final)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    elsewhere = sum(
        len(rows) for by_la in (potential, review, register) for code, rows in by_la.items() if code not in codes
    )
    return Written(final, len(codes), counts["potential"], counts["review"], counts["register"], elsewhere, kept)


def _write(
    path: Path,
    code: str,
    summary: Iterable[Line],
    rows: tuple[list[Row], list[Row], list[Row]],
    closures: Mapping[str, str],
) -> dict[str, int]:
    book = Workbook(write_only=True)
    add_summary(book, summary)
    options = {
        "decisions": list(words.REGISTER_DECISIONS),
        "closures": [closures[reason] for reason in words.CLOSURE_REASONS],
        "authorities": sorted(words.authorities(without=code)),
        "answers": list(words.PAIR_ANSWERS),
    }
    choices = {
        name: f"'{words.LISTS_SHEET}'!${letter}$1:${letter}${len(values)}"
        for letter, (name, values) in zip("ABCD", options.items(), strict=True)
    }
    written = {
        name: add_sheet(book, sheet, of_sheet, choices=choices)
        for name, sheet, of_sheet in zip(
            ("potential", "review", "register"), (POTENTIAL, REVIEW, REGISTER), rows, strict=True
        )
    }
    lists = book.create_sheet(words.LISTS_SHEET)
    lists.sheet_state = "hidden"
    for line in range(max(map(len, options.values()))):
        lists.append([values[line] if line < len(values) else None for values in options.values()])
    save(book, path).chmod(0o600)
    return written


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """A sheet is written to a temporary file first: a run that is killed must not leave names outside the data folder."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _keep_worked_on(old: Path, new: Path) -> int:
    """Bring what somebody saved in the old folder, or put there, into the new one; returns how many files."""
    if not old.is_dir():
        return 0
    # while a workbook is open, Excel keeps a file beside it whose name begins so
    there = [path for path in sorted(old.iterdir()) if path.is_file() and not path.name.startswith("~$")]
    kept = [path for path in there if path.suffix != ".xlsx" or was_saved_since(path)]
    earlier = sorted((old / WORKED_ON).glob("*"))
    beside = [path for path in sorted(old.iterdir()) if path.is_dir() and path.name != WORKED_ON]
    if kept or earlier or beside:
        (new / WORKED_ON).mkdir(mode=0o700)
    for path in [*earlier, *beside]:
        if path.is_dir():
            shutil.copytree(path, new / WORKED_ON / path.name, dirs_exist_ok=True)
        else:
            shutil.copy2(path, new / WORKED_ON / path.name)
    for path in kept:
        stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%d %H%M")
        Path(shutil.copy2(path, new / WORKED_ON / f"{path.stem} {stamp}{path.suffix}")).chmod(0o600)
    return len(kept)


def _swap(new: Path, final: Path) -> None:
    """Put the new folder in the old one's place; the old one is gone only when the new one is there."""
    old = _aside(final)
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def _undo_half_a_swap(final: Path) -> None:
    """Where a run was killed within the swap, the old folder, with what was worked on, is put back first."""
    if _aside(final).is_dir() and not final.exists():
        _aside(final).rename(final)


def _aside(final: Path) -> Path:
    return final.with_name(f".{final.name}.old")
