"""What a load says of each file: its line of ``raw.files``, and the report of a whole source.

Put here how issues become one message and what a line of ``raw.files`` holds. Keep out the checks that find issues,
and the statement that stores the lines (``store.py``).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from orchestration.errors import issue
from orchestration.landing.file_status import FileStatus
from orchestration.landing.files import LandedFile, supplier_of


@dataclass(frozen=True)
class FileIssue:
    """Why a file is not loaded: a code, what was expected and found (in figures and headings), and what to do.
    It holds no value of a record."""

    reason_code: str
    expected: str
    remedy: str


@dataclass(frozen=True)
class FileReport:
    """One line of ``raw.files``: what became of a file, in numbers and headings.

    ``rows_received`` counts the rows stored, so it is 0 for a file that is not loaded. ``rows_last_loaded`` is what
    the supplier's last return that was loaded in the cycle had, with which the next one will be compared.
    ``share_found`` (0 to 1) is how much of an NHS file the education lists hold, where that was measured.
    ``received_at`` is in UTC.
    """

    source_file: str
    supplier_la_code: str | None = None
    school_key: str | None = None
    file_hash: str | None = None
    size_bytes: int | None = None
    received_at: dt.datetime | None = None
    status: str = FileStatus.NOT_RECEIVED
    reason_code: str | None = None
    detail: str | None = None
    rows_received: int = 0
    columns_not_stored: str | None = None
    encoding: str | None = None
    rows_last_loaded: int | None = None
    share_found: float | None = None

    @property
    def supplier(self) -> str:
        """Who sent the file, the same for all versions of it."""
        return supplier_of(LandedFile(Path(self.source_file), self.source_file, self.supplier_la_code, self.school_key))

    def not_loaded(
        self,
        issues: Sequence[FileIssue],
        *,
        rows: int | None = None,
        status: FileStatus = FileStatus.HELD,
        may_be_accepted: bool = False,
    ) -> FileReport:
        """The line of a file that is not loaded because of one or more issues, all of which its message names.

        The first issue gives the reason code. ``rows`` adds how many rows are not loaded, ``may_be_accepted`` how a
        person can have the file loaded all the same.
        """
        expected = [i.expected for i in issues]
        if rows is not None:
            expected.append(f"{rows} rows are not loaded")
        remedies = [i.remedy for i in issues]
        if may_be_accepted:
            remedies.append(f'If it is right as it is, write [accept] files = ["{self.source_file}"] in cycle.toml.')
        detail = issue(file=self.source_file, expected="; ".join(expected), remedy=" ".join(remedies))
        return replace(self, status=status, reason_code=issues[0].reason_code, detail=detail, rows_received=0)

    def accepted(self, issues: Sequence[FileIssue]) -> FileReport:
        """The line of a file that is loaded although it has issues, because a person accepted it."""
        return self.with_note(f"Accepted in cycle.toml, though {'; '.join(i.expected for i in issues)}.")

    def with_note(self, note: str) -> FileReport:
        """The line with a sentence added to its detail."""
        return replace(self, detail=f"{self.detail} {note}" if self.detail else note)


@dataclass(frozen=True)
class LoadReport:
    """What a load of one source did."""

    cycle: str
    source: str
    files: tuple[FileReport, ...]

    @property
    def rows(self) -> int:
        """Rows stored."""
        return sum(f.rows_received for f in self.files)

    @property
    def held(self) -> tuple[FileReport, ...]:
        """Files received and not loaded, whether they could be read or not."""
        return self._with_status(FileStatus.HELD, FileStatus.UNREADABLE)

    @property
    def not_received(self) -> tuple[FileReport, ...]:
        return self._with_status(FileStatus.NOT_RECEIVED)

    @property
    def counts(self) -> dict[str, int]:
        """Files by status."""
        return dict(Counter(f.status for f in self.files))

    def _with_status(self, *statuses: FileStatus) -> tuple[FileReport, ...]:
        return tuple(f for f in self.files if f.status in statuses)
