"""Thresholds that one supplier has of its own, where something else is normal there.

An analyst writes ``reference/thresholds.toml`` for every cycle, or ``landing/<cycle>/thresholds.toml`` for one,
which wins. Each names a rule of the source and the share of records, 0 to 1, below which that supplier's file
warns; 0 switches the warning off::

    [la.W06000015.plasc]          # one list of one authority
    upn_given = 0.90
    [school."6816001"]            # the school, as its file is named
    dob_given = 0.995

What stops a run is the same for all (``expectations``). Keep out how files are checked (``suppliers``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from expectations import RULES, TableRules
from orchestration.domain.authorities import any_code
from orchestration.landing.contract.supplier_settings import (
    AuthorityKey,
    by_source,
    read_supplier_settings,
)
from orchestration.landing.contract.toml_file import Share, TomlTable, issue_found
from orchestration.landing.files import THRESHOLDS_FILE, is_return_of

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

    Raises ``BadInput`` with every issue of both files at once.
    """
    thresholds = Thresholds()
    for stated in read_supplier_settings(
        THRESHOLDS_FILE, _ThresholdsFile, cycle_dir=cycle_dir, reference_dir=reference_dir, example=EXAMPLE
    ):
        for school, shares in stated.school.items():
            thresholds.of_school.setdefault(school, {}).update(shares)
        for la, sources in stated.la.items():
            for source, shares in sources.items():
                thresholds.of_la.setdefault((any_code(la), source), {}).update(shares)
    return thresholds


def _check_rule(rules: TableRules, stated: str) -> str:
    names = [rule.name for rule in rules if rule.checks_each_supplier]
    if stated not in names:
        raise issue_found(f"a rule of {rules.table} was expected ({', '.join(names)})", "Name one of them.")
    return stated


def _shares_of(rules: TableRules) -> Any:
    """The type of a table of rules with the share that each needs."""
    return dict[Annotated[str, AfterValidator(partial(_check_rule, rules))], Share]


_SHARES = {table: _shares_of(rules) for table, rules in RULES.items() if rules.file_severity}
_OfSchool = _SHARES["independent_schools"]
_BySource = by_source(_SHARES)


class _ThresholdsFile(TomlTable):
    """What thresholds.toml may say."""

    school: dict[str, _OfSchool] = Field({}, examples=['[school."6816001"] and below it dob_given = 0.995'])
    la: dict[AuthorityKey, _BySource] = Field({}, examples=[EXAMPLE])
