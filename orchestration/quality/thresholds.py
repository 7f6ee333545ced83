"""Thresholds that one supplier has of its own, where something else is normal there.

An analyst writes ``reference/thresholds.toml`` for every cycle, or ``landing/<cycle>/thresholds.toml`` for one,
which wins. Each names a rule of the source and the share of records, 0 to 1, below which that supplier's file
warns; 0 switches the warning off::

    [la.W06000015.plasc]          # one list of one authority
    upn_given = 0.90
    [school."6816001"]            # the school, as its file is named
    dob_given = 0.995

What stops a run is the same for all (``expectations``). Keep out how files are measured (``validate``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from expectations import FILE_SUITES, RULES
from orchestration.errors import BadInput, fault
from orchestration.landing.files import THRESHOLDS_FILE, is_return_of
from orchestration.landing.local_authorities import any_code

EXAMPLE = "[la.W06000015.plasc] and below it upn_given = 0.9"


@dataclass(frozen=True)
class Thresholds:
    """Share needed by rule: of an authority (by code and source) and of a school (by its number or name)."""

    of_la: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    of_school: dict[str, dict[str, float]] = field(default_factory=dict)

    def of(
        self, source: str, rule: str, *, la_code: str | None, school_key: str | None, default: float
    ) -> float:
        """The share of its records that a supplier's file needs to meet a rule."""
        own = self.of_la.get((la_code or "", source), {})
        if school_key is not None:
            for school, shares in self.of_school.items():
                if is_return_of(school_key, school_number=school, name=school):
                    own = own | shares
        return own.get(rule, default)


NO_THRESHOLDS = Thresholds()


def read_thresholds(cycle_dir: Path, reference_dir: Path) -> Thresholds:
    """The thresholds of a cycle over those of every cycle; none where neither file is there.

    Raises ``BadInput`` with every fault of both files at once.
    """
    faults: list[str] = []
    thresholds = Thresholds()
    for path, where in (
        (reference_dir / THRESHOLDS_FILE, f"reference/{THRESHOLDS_FILE}"),
        (cycle_dir / THRESHOLDS_FILE, f"landing/{cycle_dir.name}/{THRESHOLDS_FILE}"),
    ):
        if path.is_file():
            _read(path, where, thresholds, faults)
    if faults:
        raise BadInput(faults)
    return thresholds


def _read(path: Path, where: str, thresholds: Thresholds, faults: list[str]) -> None:
    def wrong(table: str, expected: str, remedy: str) -> None:
        faults.append(fault(file=where, column=table, expected=expected, remedy=remedy))

    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        said = f" ({e})" if isinstance(e, tomllib.TOMLDecodeError) else ""
        faults.append(fault(file=where, expected=f"TOML in UTF-8 was expected{said}", remedy=f"Write it as: {EXAMPLE}."))
        return
    for kind, tables in stated.items():
        if kind not in ("school", "la") or not isinstance(tables, dict):
            wrong(kind, "a table school or la was expected", f"Write {EXAMPLE}.")
            continue
        for supplier, table in tables.items():
            name = f"{kind}.{supplier}"
            if kind == "school":
                _put(thresholds.of_school, supplier, "independent_schools", table, name, wrong)
            elif (code := any_code(supplier)) is None or not isinstance(table, dict):
                wrong(name, "the code of an authority and one of its lists were expected", f"Write {EXAMPLE}.")
            else:
                for stated_source, shares in table.items():
                    source = "cme_register" if stated_source == "cme" else stated_source
                    _put(thresholds.of_la, (code, source), source, shares, f"{name}.{stated_source}", wrong)


def _put(own: dict, key: object, source: str, table: object, where: str, wrong: Callable[[str, str, str], None]) -> None:
    if source not in FILE_SUITES or not isinstance(table, dict):
        wrong(where, f"rules of one of {', '.join(FILE_SUITES)} were expected", f"Write {EXAMPLE}.")
        return
    rules = [rule.name for rule in RULES[source] if rule.is_put_to_each_supplier]
    for rule, share in table.items():
        if rule not in rules:
            wrong(f"{where}.{rule}", f"a rule of {source} was expected ({', '.join(rules)})", "Name one of them.")
        elif isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            wrong(f"{where}.{rule}", "a share from 0 to 1 was expected", "Write 0.95 for 95 %.")
        else:
            own.setdefault(key, {})[rule] = float(share)
