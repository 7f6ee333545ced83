"""The files under ``<data>/decisions/``, to which answers on work lists are added; nothing else writes them.

Put here one decision as such a file has it, how a file is read for the decisions it has, and how decisions are
appended. Keep out which answers are recorded (``excel.work_lists.import_answers``), and the reading for a run
(``load``).
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.domain.authorities import welsh_code
from orchestration.domain.text import fold_label
from orchestration.landing.readers.text import decode

PAIRS, REGISTER = "pair_decisions", "register_decisions"
COLUMNS = {
    PAIRS: ("cycle", "left_record_id", "right_record_id", "decision", "decided_date", "decided_by", "note"),
    REGISTER: ("cycle", "child_id", "decision", "closure_reason", "to_la_code", "decided_date", "decided_by", "note"),
}
_KEYS = {PAIRS: ("cycle", "left_record_id", "right_record_id"), REGISTER: ("child_id",)}
_CHOICE = ("decision", "closure_reason", "to_la_code")


@dataclass(frozen=True)
class Decision:
    """One decision: the file it belongs in (``table``), its columns, and its row in the file where it is in one."""

    table: str
    values: Mapping[str, str]
    row: int = 0

    @property
    def key(self) -> tuple[str, ...]:
        """What the decision is about: a pair of records in a cycle, or a child."""
        return tuple(self.values[name] for name in _KEYS[self.table])

    @property
    def choice(self) -> tuple[str, ...]:
        """What was decided, without when, by whom and why."""
        return tuple(self.values.get(name, "") for name in _CHOICE)

    @property
    def date(self) -> str:
        """The day of the decision, as yyyy-mm-dd."""
        return self.values["decided_date"]

    def repeats(self, other: Decision) -> bool:
        """Whether both are the same choice of the same person on the same day."""
        return (self.choice, self.date, self.values["decided_by"]) == (
            other.choice,
            other.date,
            other.values["decided_by"],
        )


@dataclass(frozen=True)
class DecisionFile:
    """One file of decisions: its path, and its lines as they are, headings first."""

    path: Path
    table: str
    lines: Sequence[Sequence[str]]

    @classmethod
    def read(cls, path: Path, table: str) -> DecisionFile:
        """Read the file; one that does not exist has no lines."""
        return cls(path, table, read_lines(path) or [])

    def decisions(self) -> dict[tuple[str, ...], list[Decision]]:
        """The decisions in the file, by their key, in the order of the rows."""
        found: dict[tuple[str, ...], list[Decision]] = defaultdict(list)
        places = {fold_label(heading): place for place, heading in enumerate(self.lines[0])} if self.lines else {}
        for number, line in enumerate(self.lines[1:], start=2):
            at = {name: places.get(fold_label(name), len(line)) for name in COLUMNS[self.table]}
            values = {name: line[place].strip() if place < len(line) else "" for name, place in at.items()}
            values["decision"] = values["decision"].lower()
            if authority := values.get("to_la_code"):
                values["to_la_code"] = welsh_code(authority) or authority
            decision = Decision(self.table, values, number)
            found[decision.key].append(decision)
        return found

    def append(self, decisions: Sequence[Decision]) -> None:
        """Write the file with the decisions after its lines, which stay as they are; whole or not at all."""
        headings = list(self.lines[0]) if self.lines else []
        given = {fold_label(heading) for heading in headings}
        headings += [name for name in COLUMNS[self.table] if fold_label(name) not in given]
        added = [{fold_label(name): value for name, value in decision.values.items()} for decision in decisions]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        building = self.path.with_name(f".{self.path.name}.building")
        building.touch(mode=0o600)
        if self.path.exists():
            shutil.copymode(self.path, building)
        # with a byte-order mark, else Excel spoils the accents when somebody looks at the file
        with building.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(headings)
            writer.writerows(self.lines[1:])
            writer.writerows([values.get(fold_label(heading), "") for heading in headings] for values in added)
        os.replace(building, self.path)


def read_lines(path: Path) -> list[list[str]] | None:
    """The lines of a CSV file as they are, headings first; None where there is no file."""
    if not path.is_file():
        return None
    return list(csv.reader(io.StringIO(decode(path.read_bytes())[0], newline="")))
