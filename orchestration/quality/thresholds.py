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

from dataclasses import dataclass, field
from pathlib import Path

from expectations import RULES
from orchestration.domain.authorities import any_code
from orchestration.landing.contract.supplier_settings import (
    Wrong,
    read_supplier_settings,
    source_name,
)
from orchestration.landing.files import THRESHOLDS_FILE, is_return_of

SUPPLIED = tuple(table for table, rules in RULES.items() if rules.file_severity)
"""The sources that suppliers send, each of which may have thresholds of its own."""

EXAMPLE = "[la.W06000015.plasc] and below it upn_given = 0.9"


@dataclass(frozen=True)
class Thresholds:
    """Share needed by rule: of an authority (by code and source) and of a school (by its number or name)."""

    of_la: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    of_school: dict[str, dict[str, float]] = field(default_factory=dict)

    def of(self, source: str, rule: str, *, la_code: str | None, school_key: str | None, default: float) -> float:
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
    thresholds = Thresholds()

    def put(kind: str, supplier: str, table: object, wrong: Wrong) -> None:
        name = f"{kind}.{supplier}"
        if kind == "school":
            _put(thresholds.of_school, supplier, "independent_schools", table, name, wrong)
        elif (code := any_code(supplier)) is None or not isinstance(table, dict):
            wrong(name, "the code of an authority and one of its lists were expected", f"Write {EXAMPLE}.")
        else:
            for stated, shares in table.items():
                source = source_name(stated)
                _put(thresholds.of_la, (code, source), source, shares, f"{name}.{stated}", wrong)

    read_supplier_settings(
        THRESHOLDS_FILE,
        cycle_dir=cycle_dir,
        reference_dir=reference_dir,
        kinds=("school", "la"),
        example=EXAMPLE,
        put=put,
    )
    return thresholds


def _put(own: dict, key: object, source: str, table: object, where: str, wrong: Wrong) -> None:
    if source not in SUPPLIED or not isinstance(table, dict):
        wrong(where, f"rules of one of {', '.join(SUPPLIED)} were expected", f"Write {EXAMPLE}.")
        return
    rules = [rule.name for rule in RULES[source] if rule.checks_each_supplier]
    for rule, share in table.items():
        if rule not in rules:
            wrong(f"{where}.{rule}", f"a rule of {source} was expected ({', '.join(rules)})", "Name one of them.")
        elif isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            wrong(f"{where}.{rule}", "a share from 0 to 1 was expected", "Write 0.95 for 95 %.")
        else:
            own.setdefault(key, {})[rule] = float(share)
