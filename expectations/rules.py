"""What a rule is: one question about one column of a raw table, as data.

Put here the shape of a rule, of a kind of rule that several columns share, and of the rules of one table. Keep out
the rules themselves (``sources``) and how they become Great Expectations suites (``suites``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["critical", "warning"]
Test = Literal["not_empty", "given", "matches", "avoids", "participating", "blank", "unique"]

OF_VALUES: tuple[Test, ...] = ("matches", "avoids", "participating", "unique")
"""Tests that look only at values that are given."""

OF_SINGLE_RECORDS: tuple[Test, ...] = ("given", "matches", "avoids", "blank")
"""Tests that a record meets or not whatever the others hold, so that a file has a share of its own."""

MIN_RECORDS = 20
"""A share among fewer records says little: one bad record in five would look like a wrong file. A rule that looks
at fewer values never stops a run, whether in one file or in a whole source."""

MIN_UNMET = 20
"""Fewer bad records than this stop no run, whatever their share: staging sets them aside one by one."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One question about a raw table.

    ``test`` is what is asked: ``given`` (not blank), ``matches`` (``pattern``), ``avoids`` (must not
    match it), ``participating`` (an authority that takes part), ``blank`` (must be empty), ``unique``
    (``column`` and ``also`` together), ``not_empty`` (the table). ``matches``, ``avoids``,
    ``participating`` and ``unique`` look only at values that are given.

    ``stop_below`` and ``warn_below`` are shares of records, 0 to 1 (for ``not_empty``: records). Fewer
    than ``stop_below`` is critical and blocks the run; fewer than ``warn_below`` is a warning.
    """

    name: str
    test: Test
    column: str | None = None
    also: tuple[str, ...] = ()
    pattern: str | None = None
    stop_below: float | None = None
    warn_below: float | None = None
    why: str
    remedy: str

    def levels(self) -> Iterator[tuple[Severity, float]]:
        """Severity and threshold of each level this rule has, the blocking one first."""
        if self.stop_below is not None:
            yield "critical", self.stop_below
        if self.warn_below is not None:
            yield "warning", self.warn_below

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the rule reads."""
        return ((self.column,) if self.column else ()) + self.also

    @property
    def checks_each_file(self) -> bool:
        """Whether one wrong file must be found though the source as a whole looks well."""
        return self.stop_below is not None and self.test in OF_SINGLE_RECORDS

    @property
    def checks_each_supplier(self) -> bool:
        """Whether one supplier's decline must be seen though twenty others do well."""
        return self.warn_below is not None and self.test in OF_SINGLE_RECORDS


@dataclass(frozen=True)
class RuleKind:
    """What rules on several columns have in common; calling it with a column gives the rule.

    ``name`` is that of the rule, with ``{column}`` for the column's. ``stop`` and ``warn`` are the rule's
    ``stop_below`` and ``warn_below``.
    """

    name: str
    test: Test
    pattern: str | None = None
    stop: float | None = None
    warn: float | None = None
    why: str = ""
    remedy: str = ""

    def __call__(
        self,
        column: str | None = None,
        *,
        stop: float | None = None,
        warn: float | None = None,
        pattern: str | None = None,
        why: str = "",
        remedy: str = "",
    ) -> Rule:
        """The rule for ``column``; what is stated wins over the kind's own."""
        return Rule(
            name=self.name.format(column=column),
            test=self.test,
            column=column,
            pattern=pattern or self.pattern,
            stop_below=self.stop if stop is None else stop,
            warn_below=self.warn if warn is None else warn,
            why=why or self.why,
            remedy=remedy or self.remedy,
        )


@dataclass(frozen=True)
class TableRules:
    """The rules of one raw table.

    ``file_severity`` is that of one large file below a blocking threshold, None where no supplier sends the table.
    ``derived`` are columns that a rule names and the table lacks: SQL over the table's own columns. Raises
    ``ValueError`` if two rules have one name.
    """

    table: str
    rules: tuple[Rule, ...]
    file_severity: Severity | None = None
    derived: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len({rule.name for rule in self.rules}) != len(self.rules):
            raise ValueError(f"two rules of {self.table} have the same name")

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __getitem__(self, name: str) -> Rule:
        """The rule of this name; raises ``KeyError`` where there is none."""
        for rule in self.rules:
            if rule.name == name:
                return rule
        raise KeyError(name)
