"""From answered work lists into ``<data>/decisions/``.

Answers are added to the files that the next run reads, which stay the one record of what people decided; a workbook is
only the way there. Put here which answers go in. Keep out the reading of a workbook (``answers.py``) and what a
decision does. Nothing is written while anything is wrong; what is in the files already is not written again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.decisions.files import COLUMNS, Decided, append, decided_in, read_file
from orchestration.decisions.load import FOLDER
from orchestration.domain.ids import child_id_sql, record_id_sql
from orchestration.domain.sources import LANDING_SOURCES
from orchestration.errors import BadInput, issue
from orchestration.excel.work_lists.answers import PAIRS, REGISTER, Answer, read_answers
from orchestration.excel.work_lists.words import CLOSURE_REASONS


@dataclass(frozen=True)
class ImportResult:
    """``added`` answers by file of decisions. ``told`` is what the analyst should know of single rows, in words."""

    added: Mapping[str, int]
    known_already: int
    unsure: int
    told: Sequence[str]

    def lines(self) -> list[str]:
        """All of it for the analyst to read."""
        pairs, children = self.added[PAIRS], self.added[REGISTER]
        lines = [
            f"Taken in: {pairs:,} answers about pairs, {children:,} about children.",
            *(f"  {line}" for line in self.told),
        ]
        if self.known_already:
            lines.append(f"There already: {self.known_already:,}.")
        if self.unsure:
            lines.append(f"Unsure: {self.unsure:,} pairs, which go on waiting.")
        return [*lines, "The next run takes the answers into account: cme run"] if pairs or children else lines


def find_workbooks(paths: Sequence[Path]) -> list[Path]:
    """The workbooks named, and those of the folders named, each once. Raises ``BadInput`` for what is none."""
    found, issues = [], []
    for path in paths:
        # while a workbook is open, Excel keeps a file beside it whose name begins so
        inside = sorted(p for p in path.glob("*.xlsx") if not p.name.startswith("~$")) if path.is_dir() else [path]
        if not inside or not inside[0].is_file():
            issues.append(
                issue(
                    file=str(path),
                    expected="a workbook, or a folder of workbooks, was expected",
                    remedy="Check the name.",
                )
            )
        elif inside[0].suffix.lower() not in (".xlsx", ".xlsm"):
            issues.append(issue(file=str(path), expected="an Excel workbook was expected", remedy="Save it as .xlsx."))
        found += inside
    if issues:
        raise BadInput(issues)
    return list(dict.fromkeys(found))


def import_answers(
    con: duckdb.DuckDBPyConnection, data_dir: Path, workbooks: Sequence[Path], *, today: dt.date
) -> ImportResult:
    """Add the answers of the workbooks to ``pair_decisions.csv`` and ``register_decisions.csv``.

    ``con`` is the warehouse, to know which records and children there are. Raises ``BadInput`` with every fault of all
    workbooks before anything is written. A row whose child or record is in no extract any more is left out and told.
    """
    labels = con.execute("select label_cy || ' / ' || label_en, closure_reason from seeds.closure_reasons").fetchall()
    closures = {label: code for label, code in labels if code in CLOSURE_REASONS}
    read = [read_answers(path, closures=closures, today=today) for path in workbooks]
    issues = [line for of_book in read for line in of_book.issues]
    answers, told = _without_lost(con, [a for of_book in read for a in of_book.answers])
    folder = Path(data_dir) / FOLDER
    files = {table: read_file(folder / f"{table}.csv") for table in COLUMNS}
    decided = {table: decided_in(lines, table) for table, lines in files.items()}
    issues += _conflicts(answers)
    new = []
    for answer in _once_each(answers):
        earlier = decided[answer.table].get(answer.key, [])
        if Decided(answer.said, answer.values["decided_date"], answer.values["decided_by"]) in earlier:
            continue
        last = max(earlier, key=lambda d: (d.day, d.row), default=None)
        if last is not None and last.said != answer.said:
            shown = f"{FOLDER}/{answer.table}.csv, row {last.row}"
            told.append(f"{answer.place}, row {answer.row}: takes the place of an earlier decision ({shown}).")
            if answer.values["decided_date"] <= last.day:
                issues.append(
                    issue(
                        file=answer.place,
                        row=answer.row,
                        expected=f"a later date than that of {shown} was expected, which says otherwise",
                        remedy="If this answer is to hold, give it a later date; else clear it.",
                    )
                )
        new.append(answer)
    if issues:
        raise BadInput([*issues, "No answer was taken in."])
    wanted = {table: [answer for answer in new if answer.table == table] for table in COLUMNS}
    for table, of_table in wanted.items():
        if of_table:
            append(folder / f"{table}.csv", table, files[table], of_table)
    told += [
        f"{a.place}, row {a.row}: the child died. Write the child in {FOLDER}/suppressions.csv too, so that no later feed brings it back."
        for a in wanted[REGISTER]
        if a.values["closure_reason"] == "died"
    ]
    added = {table: len(of_table) for table, of_table in wanted.items()}
    return ImportResult(added, len(answers) - len(new), sum(of_book.unsure for of_book in read), told)


def _without_lost(con: duckdb.DuckDBPyConnection, answers: Sequence[Answer]) -> tuple[list[Answer], list[str]]:
    """The answers whose child or records are in the extracts of some cycle, and a line on each other."""
    known = " union all ".join(
        f"select {record_id_sql(name)} as id from {source.raw_table}" for name, source in LANDING_SOURCES.items()
    )
    ids = {i for a in answers for name, i in a.values.items() if name.endswith("_id")}
    con.execute("create or replace temp table asked as select unnest($ids) as id", {"ids": sorted(ids)})
    found = {
        i
        for (i,) in con.execute(f"""
        with known as ({known})
        select id from known where id in (from asked)
        union select {child_id_sql("id")} as child_id from known where child_id in (from asked)
    """).fetchall()
    }
    born = _birth_dates(con)
    kept, told = [], []
    for answer in answers:
        if any(born.get(i, day) != day for i, day in answer.born.items()):
            # an id is the place of a row: where a file was sent again, another child may stand there
            told.append(
                issue(
                    file=answer.place,
                    row=answer.row,
                    expected="left out, since the extract was sent again and has another child in this place",
                    remedy="Look for the child on the newest work list, and answer there.",
                )
            )
        elif all(i in found for name, i in answer.values.items() if name.endswith("_id")):
            kept.append(answer)
        else:
            told.append(
                issue(
                    file=answer.place,
                    row=answer.row,
                    expected="left out, since no extract has the record of this row any more",
                    remedy="Look for the child on the newest work list, and answer there.",
                )
            )
    return kept, told


def _birth_dates(con: duckdb.DuckDBPyConnection) -> dict[str, dt.date]:
    """The birth date that the current cycle has for each id that was asked about, of a record or of a child."""
    records = " union all ".join(
        f"select record_id, date_of_birth from {source.staging_table}" for source in LANDING_SOURCES.values()
    )
    return dict(
        con.execute(f"""
        with born as (select * from ({records}) where date_of_birth is not null)
        select record_id, date_of_birth from born where record_id in (from asked)
        union all
        select {child_id_sql("record_id")} as child_id, date_of_birth from born where child_id in (from asked)
    """).fetchall()
    )


def _conflicts(answers: Sequence[Answer]) -> list[str]:
    """Two rows that answer one question differently."""
    first: dict[tuple[str, ...], Answer] = {}
    issues = []
    for answer in answers:
        other = first.setdefault((answer.table, *answer.key), answer)
        if other.said != answer.said:
            issues.append(
                issue(
                    file=answer.place,
                    row=answer.row,
                    expected=f"the same answer as in {other.place}, row {other.row} was expected",
                    remedy="Agree on one, and clear the other.",
                )
            )
    return issues


def _once_each(answers: Sequence[Answer]) -> list[Answer]:
    return list({(a.table, *a.key): a for a in reversed(answers)}.values())[::-1]
