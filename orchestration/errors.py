"""Errors that are reported to the user.

Put here the errors that reach a person without a traceback, each with the exit code of the command line. Keep out
programming errors: those are bugs and keep their traceback. A message names file, row, column and remedy; it never
holds a value from a child's record.
"""

from __future__ import annotations


class UserError(Exception):
    """A problem that the person running the warehouse can fix; shown without a traceback."""

    exit_code = 2


class BadInput(UserError):
    """Something in the data folder cannot be used.

    All issues of one step are collected and raised together, so that one run shows everything that has to be fixed.
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
    """There is no room left to write; its message is made by ``storage.disk_space``."""


def issue(*, file: str, expected: str, remedy: str, row: int | None = None, column: str | None = None) -> str:
    """One issue as a sentence: where it is, what was expected there, and what to do.

    ``row`` counts the heading as row 1. By design it takes no value of the record.
    """
    where = [file]
    if row is not None:
        where.append(f"row {row}")
    if column is not None:
        where.append(f"column {column}")
    return f"{', '.join(where)}: {expected}. {remedy}"
