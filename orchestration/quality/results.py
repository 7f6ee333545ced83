"""What a gate found, as numbers and sentences.

Put here the shape of a result and its wording. Keep out how it is found (``gate`` and its checks). No field can
hold a value of a record: names of rules, columns and files, counts, shares.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from expectations.rules import Severity

FILES_NAMED = 5
OF_EACH_SUPPLIER = " of each supplier"

LookedAt = Literal["records", "values", "table", "files", "files received"]
"""What a result counts."""


@dataclass(frozen=True)
class FileShare:
    """How many values of one file meet one rule.

    ``needed`` is the threshold of the file's supplier (0 to 1), where that is not the rule's.
    """

    source_file: str
    looked_at: int
    unmet: int
    needed: float | None = None

    @property
    def share(self) -> float:
        """The share of what was looked at that meets the rule."""
        return 1 - self.unmet / self.looked_at

    def __str__(self) -> str:
        needed = "" if self.needed is None else f", {_percent(self.needed)} needed"
        return f"{self.source_file} ({_percent(self.share)} of {self.looked_at:,}{needed})"


@dataclass(frozen=True, kw_only=True)
class RuleResult:
    """One rule at one severity.

    ``observed`` is the share (0 to 1) that meets the rule, or for ``not_empty`` the records, or for a rule
    on files the worst file's share; ``element_count`` is what was looked at (values that are given, or files),
    ``unexpected_count`` how many of them do not meet it. ``observed`` is None where there was nothing to look at.
    ``files`` are the worst files of a failed rule, ``files_below`` how many files are below its threshold.
    """

    rule: str
    column: str | None
    severity: Severity
    passed: bool
    observed: float | None
    threshold: float
    element_count: int
    unexpected_count: int
    why: str
    remedy: str
    looked_at: LookedAt = "records"
    files: tuple[FileShare, ...] = ()
    files_below: int = 0

    @property
    def base_rule(self) -> str:
        """The name of the rule, without what says that it is asked of each file or supplier."""
        return self.rule.split(" ")[0]

    def sentence(self) -> str:
        """The rule, the figure against the threshold, the files, and what to do."""
        return " ".join([f"{self.rule}: {self._figure()}.", *self._where(), self.remedy])

    def _figure(self) -> str:
        if self.observed is None:
            return f"nothing to look at, {_percent(self.threshold)} needed"
        if self.looked_at == "files received":
            loaded = self.element_count - self.unexpected_count
            return f"{loaded:,} of {self.element_count:,} files received could be loaded"
        if self.looked_at == "table":
            return f"{self.element_count:,} records, at least {self.threshold:g} needed"
        if self.rule.endswith(OF_EACH_SUPPLIER):
            return (
                f"{self.unexpected_count:,} of {self.element_count:,} files are below what their supplier "
                f"should reach, {_percent(self.threshold)} unless stated otherwise"
            )
        if self.looked_at == "files":
            return (
                f"{self.unexpected_count:,} of {self.element_count:,} files are below "
                f"{_percent(self.threshold)}, the worst at {_percent(self.observed)}"
            )
        return (
            f"{_percent(self.observed)} of {self.element_count:,} {self.looked_at}, "
            f"at least {_percent(self.threshold)} needed"
        )

    def _where(self) -> list[str]:
        if not self.files:
            return []
        named = "; ".join(map(str, self.files))
        more = self.files_below - len(self.files)
        return [f"Worst: {named}{f' and {more:,} more' if more > 0 else ''}."]


@dataclass(frozen=True, kw_only=True)
class GateResult:
    """What was found of one raw table in one cycle; ``passed`` is false if a critical rule failed."""

    source: str
    cycle: str
    records: int
    rules: tuple[RuleResult, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing blocks."""
        return not self.failed("critical")

    @property
    def warned(self) -> bool:
        """Whether any warning was raised."""
        return bool(self.failed("warning"))

    def failed(self, severity: Severity) -> tuple[RuleResult, ...]:
        """The rules of this severity that failed.

        A rule that failed as critical is not given again as a warning: its figure is the same.
        """
        blocking = {rule.rule for rule in self.rules if rule.severity == "critical" and not rule.passed}
        return tuple(
            rule
            for rule in self.rules
            if not rule.passed
            and rule.severity == severity
            and (severity == "critical" or rule.rule.removesuffix(OF_EACH_SUPPLIER) not in blocking)
        )

    def message(self, severity: Severity = "critical") -> str:
        """What failed at this severity in plain words, one line a rule; empty if nothing did.

        A rule that failed for the whole source names its files already, so it is not said again, save of
        a file that is below a threshold of its supplier's own.
        """
        failed = self.failed(severity)
        whole = {rule.rule for rule in failed if rule.looked_at != "files"}
        return "\n".join(
            f"{self.source}: {rule.sentence()}"
            for rule in failed
            if rule.looked_at != "files"
            or rule.base_rule not in whole
            or any(file.needed is not None for file in rule.files)
        )


def _percent(share: float) -> str:
    """A share in per cent, rounded down so that 89.96 % never reads as the 90 % it missed."""
    return f"{math.floor(round(share * 1000, 6)) / 10:g} %"
