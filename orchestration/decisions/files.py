"""The files under ``<data>/decisions/`` as the work lists write them: added to, never rewritten otherwise.

Put here how a file is read for what it says already, and how answers come to stand in it. Keep out which answers do
(``import_answers.py``), and the reading for a run (``decisions/load.py``).
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.domain.authorities import welsh_code
from orchestration.excel.work_lists.answers import PAIRS, REGISTER, Answer
from orchestration.landing.contract.headings import fold
from orchestration.landing.readers.text import decode

COLUMNS = {
    PAIRS: ("cycle", "left_record_id", "right_record_id", "decision", "decided_date", "decided_by", "note"),
    REGISTER: ("cycle", "child_id", "decision", "closure_reason", "to_la_code", "decided_date", "decided_by", "note"),
}


@dataclass(frozen=True)
class Decided:
    """A decision that stands in a file already, in which row."""

    said: tuple[str, ...]
    day: str
    by: str
    row: int = field(default=0, compare=False)


def read_file(path: Path) -> list[list[str]]:
    """The lines of a file of decisions, headings first; none where there is no file."""
    if not path.is_file():
        return []
    return list(csv.reader(io.StringIO(decode(path.read_bytes())[0], newline="")))


def decided_in(lines: Sequence[Sequence[str]], table: str) -> dict[tuple[str, ...], list[Decided]]:
    """What the file says already, by what it is about."""
    found: dict[tuple[str, ...], list[Decided]] = defaultdict(list)
    places = {fold(heading): place for place, heading in enumerate(lines[0])} if lines else {}
    for number, line in enumerate(lines[1:], start=2):
        at = {name: places.get(fold(name), len(line)) for name in COLUMNS[table]}
        values = {name: line[place].strip() if place < len(line) else "" for name, place in at.items()}
        values["decision"] = values["decision"].lower()
        if authority := values.get("to_la_code"):
            values["to_la_code"] = welsh_code(authority) or authority
        written = Answer(table, "", "", number, values)
        found[written.key].append(Decided(written.said, values["decided_date"], values["decided_by"], number))
    return found


def append(path: Path, table: str, lines: Sequence[Sequence[str]], answers: Sequence[Answer]) -> None:
    """Write the file with the answers after what stood there, which stays as it was; whole or not at all."""
    headings = list(lines[0]) if lines else []
    given = {fold(heading) for heading in headings}
    headings += [name for name in COLUMNS[table] if fold(name) not in given]
    added = [{fold(name): value for name, value in answer.values.items()} for answer in answers]
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.building")
    building.touch(mode=0o600)
    if path.exists():
        shutil.copymode(path, building)
    # with a byte-order mark, else Excel spoils the accents when somebody looks at the file
    with building.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(headings)
        writer.writerows(lines[1:])
        writer.writerows([answer.get(fold(heading), "") for heading in headings] for answer in added)
    os.replace(building, path)
