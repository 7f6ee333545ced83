"""What a user can be told.

Put here the errors that reach a person without a traceback, each with the exit code of the command
line. Keep out errors of programming: those are bugs and keep their traceback. A message names file,
row, column and remedy; it never holds a value from a child's record.
"""

from __future__ import annotations


class UserError(Exception):
    """A fault that the person running the warehouse can mend; shown without a traceback."""

    exit_code = 2


class BadInput(UserError):
    """Something in the data folder cannot be used as it is.

    All faults of one step are gathered and raised together, so that one run shows everything there is
    to mend.
    """

    def __init__(self, issues: str | list[str]):
        self.issues = [issues] if isinstance(issues, str) else list(issues)
        super().__init__("\n".join(self.issues))


class GateFailed(UserError):
    """A quality gate stopped the run; what was published before is untouched."""

    exit_code = 3


class WarehouseBusy(UserError):
    """Another process holds the warehouse."""

    exit_code = 4


class DiskFull(UserError):
    """There is no room left to write; ``disk`` finds it out and words it."""


def issue(*, file: str, expected: str, remedy: str, row: int | None = None, column: str | None = None) -> str:
    """One fault as a sentence: where it is, what was expected there, and what to do.

    ``row`` counts the heading as row 1. No value of the record is taken, by design.
    """
    where = [file]
    if row is not None:
        where.append(f"row {row}")
    if column is not None:
        where.append(f"column {column}")
    return f"{', '.join(where)}: {expected}. {remedy}"
