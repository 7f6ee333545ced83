"""One collection cycle as its ``cycle.toml`` states it, and who takes part.

Put here what a cycle is. Keep out what its files hold, and the settings of a run that are not the cycle's.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from orchestration.domain.authorities import welsh_code
from orchestration.errors import BadInput, issue
from orchestration.landing.contract import OFF, SOURCES
from orchestration.landing.contract.headings import fold
from orchestration.linkage.settings import Costs

CYCLE_FILE = "cycle.toml"
KINDS = ("annual", "quarterly")
EXAMPLE = 'cycle = "<name of the folder>", kind = "annual", reference_date = 2025-04-08'


@dataclass(frozen=True)
class Cycle:
    """A cycle. Dates are days in Wales; ``optional_columns`` are names of columns in the warehouse, by source;
    ``accepted_files`` are paths of files (as in ``source_file``) that a person says are right, whatever is doubted;
    ``costs`` say when a link is accepted, held for a person, or rejected."""

    cycle: str
    kind: str
    reference_date: dt.date
    deadlines: dict[str, dt.date] = field(default_factory=dict)
    optional_columns: dict[str, frozenset[str]] = field(default_factory=dict)
    ehe_not_assessed_counts: bool = True
    participating_las: tuple[str, ...] = ()
    accepted_files: frozenset[str] = frozenset()
    costs: Costs = Costs()

    def switched_on(self, source: str) -> frozenset[str]:
        return self.optional_columns.get(source, frozenset())


def list_cycles(landing_dir: Path) -> list[str]:
    """The names of the folders below ``landing/`` that have a ``cycle.toml``, sorted; its content is not read."""
    names = (path.parent.name for path in landing_dir.glob(f"*/{CYCLE_FILE}"))
    return sorted(name for name in names if not name.startswith("."))


def read_cycle(landing_dir: Path, cycle: str) -> Cycle:
    """Read ``landing/<cycle>/cycle.toml`` and the folders beside it.

    Raises ``BadInput`` with every fault at once.
    """
    path = landing_dir / cycle / CYCLE_FILE
    shown = f"landing/{cycle}/{CYCLE_FILE}"
    if not path.is_file():
        there = ", ".join(list_cycles(landing_dir)) or "none"
        raise BadInput(
            issue(
                file=shown,
                expected=f"the file was expected and is not there (cycles found: {there})",
                remedy=f"Write it with {EXAMPLE}, or name another cycle.",
            )
        )
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput(issue(file=shown, expected="text in UTF-8 was expected", remedy="Save it as UTF-8.")) from None
    except tomllib.TOMLDecodeError as e:
        raise BadInput(
            issue(file=shown, expected=f"TOML was expected ({e})", remedy=f"Write it as: {EXAMPLE}.")
        ) from None

    issues: list[str] = []

    def wrong(column: str, expected: str, remedy: str) -> None:
        issues.append(issue(file=shown, column=column, expected=expected, remedy=remedy))

    if stated.get("cycle") != cycle:
        wrong("cycle", "the name of the folder was expected", f'Write cycle = "{cycle}", or rename the folder.')
    kind = stated.get("kind")
    if kind not in KINDS:
        wrong("kind", f"one of {', '.join(KINDS)} was expected", 'Write kind = "annual" or kind = "quarterly".')
    reference_date = _date(stated.get("reference_date"))
    if reference_date is None:
        wrong("reference_date", "a date was expected", "Write reference_date = 2025-04-08, for instance.")
    deadlines = _deadlines(stated.get("deadlines", {}), wrong)
    optional_columns = _optional_columns(stated.get("optional_columns", {}), wrong)
    accepted_files = _accepted_files(stated.get("accept", {}), wrong)
    costs = _costs(stated.get("costs", {}), wrong)
    rules = stated.get("rules", {})
    counts = rules.get("ehe_not_assessed_counts", True) if isinstance(rules, dict) else None
    if not isinstance(counts, bool):
        wrong(
            "rules.ehe_not_assessed_counts",
            "true or false was expected",
            "Write [rules] and below it ehe_not_assessed_counts = true.",
        )
    if issues:
        raise BadInput(issues)
    return Cycle(
        cycle=cycle,
        kind=kind,
        reference_date=reference_date,
        deadlines=deadlines,
        optional_columns=optional_columns,
        ehe_not_assessed_counts=counts,
        participating_las=participating_las(landing_dir / cycle),
        accepted_files=accepted_files,
        costs=costs,
    )


def participating_las(cycle_dir: Path) -> tuple[str, ...]:
    """GSS codes of the Welsh authorities with a folder under ``local_authorities/``, sorted."""
    folder = cycle_dir / "local_authorities"
    if not folder.is_dir():
        return ()
    codes = {welsh_code(p.name) for p in folder.iterdir() if p.is_dir()}
    return tuple(sorted(code for code in codes if code))


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            return None
    return None


def _deadlines(stated: object, wrong) -> dict[str, dt.date]:
    if not isinstance(stated, dict):
        wrong("deadlines", "a table was expected", "Write [deadlines] and below it nhs = 2025-05-20.")
        return {}
    deadlines = {source: _date(value) for source, value in stated.items()}
    for source, day in deadlines.items():
        if day is None:
            wrong(f"deadlines.{source}", "a date was expected", f"Write {source} = 2025-05-20, for instance.")
    return {source: day for source, day in deadlines.items() if day is not None}


def _accepted_files(stated: object, wrong) -> frozenset[str]:
    files = stated.get("files", []) if isinstance(stated, dict) else None
    if not isinstance(files, list) or not all(isinstance(f, str) and f.strip() for f in files):
        wrong(
            "accept.files",
            "a list of paths below the folder of the cycle was expected",
            'Write [accept] and below it files = ["nhs/W06000015.csv"].',
        )
        return frozenset()
    return frozenset(f.strip().replace("\\", "/").removeprefix("./") for f in files)


def _costs(stated: object, wrong) -> Costs:
    names = [f.name for f in fields(Costs)]
    try:
        if isinstance(stated, dict) and all(isinstance(cost, int | float) for cost in stated.values()):
            return Costs(**{name: float(cost) for name, cost in stated.items()})
    except (TypeError, ValueError):
        pass
    wrong(
        "costs",
        f"{', '.join(names)} were expected, in looks of an officer, a look below both errors",
        "Write [costs] and below it false_link = 50, missed_link = 4 and review = 1, or leave out what is as usual.",
    )
    return Costs()


def _optional_columns(stated: object, wrong) -> dict[str, frozenset[str]]:
    if not isinstance(stated, dict):
        wrong("optional_columns", "a table was expected", 'Write [optional_columns] and below it nhs = ["UPRN"].')
        return {}
    chosen: dict[str, frozenset[str]] = {}
    for source, headings in stated.items():
        name = "cme_register" if source == "cme" else source
        where = f"optional_columns.{source}"
        if name not in SOURCES:
            wrong(where, f"one of {', '.join(SOURCES)} was expected", "Name a source of the contract.")
            continue
        off = {fold(c.heading): c.name for c in SOURCES[name].columns if c.need == OFF}
        may_be = ", ".join(c.heading for c in SOURCES[name].columns if c.need == OFF) or "none for this source"
        if not isinstance(headings, list) or not all(isinstance(h, str) and fold(h) in off for h in headings):
            wrong(
                where,
                f"a list of columns that can be switched on was expected ({may_be})",
                "Take the others out; what the contract names beside them is stored anyway.",
            )
            continue
        chosen[name] = frozenset(off[fold(h)] for h in headings)
    return chosen
