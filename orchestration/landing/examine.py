"""Whether a file may be loaded, and what is said of it if not.

Every reason for which a file is held back is here, or comes from a reader as ``Unreadable``. Keep out the
storing of rows, and any look at their values.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from orchestration.errors import fault
from orchestration.landing.contract import Source
from orchestration.landing.files import LandedFile
from orchestration.landing.headings import HeadingMatch
from orchestration.landing.readers import Reading, Unreadable, read_file

LOADED, HELD, UNREADABLE, NOT_RECEIVED = "loaded", "held", "unreadable", "not_received"


@dataclass(frozen=True)
class FileReport:
    """One line of ``raw.files``: what became of a file, in numbers and headings. ``rows_received`` counts the
    rows stored, so it is 0 for a file that is held back."""

    source_file: str
    supplier_la_code: str | None = None
    school_key: str | None = None
    file_hash: str | None = None
    size_bytes: int | None = None
    received_at: dt.datetime | None = None
    status: str = NOT_RECEIVED
    reason_code: str | None = None
    detail: str | None = None
    rows_received: int = 0
    columns_not_stored: str | None = None
    encoding: str | None = None


@dataclass(frozen=True)
class LoadedBefore:
    """The files of one source loaded so far in a run: by the hash of the content, and by authority."""

    content: dict[str, str] = field(default_factory=dict)
    suppliers: dict[str, str] = field(default_factory=dict)


def examine(
    file: LandedFile, source: Source, *, switched_on: frozenset[str], loaded: LoadedBefore
) -> tuple[FileReport, Reading | None]:
    """Read one file and say whether it may be loaded. ``loaded`` is told of it if so; the reading is None if not."""
    report = FileReport(file.source_file, file.la_code, file.school_key)

    def refused(status: str, reason: str, expected: str, remedy: str) -> tuple[FileReport, None]:
        detail = fault(file=file.source_file, expected=expected, remedy=remedy)
        return replace(report, status=status, reason_code=reason, detail=detail), None

    try:
        data = file.path.read_bytes()
        report = replace(
            report, file_hash=hashlib.sha256(data).hexdigest(), size_bytes=len(data), received_at=modified(file.path)
        )
    except OSError:
        return refused(UNREADABLE, "cannot_open", "a file that may be opened was expected", "Mend its permissions.")
    if not file.is_known:
        return refused(
            HELD, "unknown_local_authority", "the path should name a local authority by its GSS code (W06000021)",
            "Rename it by the code of the authority that it is about.",
        )  # fmt: skip
    try:
        reading = read_file(file.path.name, data, source, switched_on=switched_on)
    except Unreadable as e:
        return refused(UNREADABLE, e.reason_code, e.expected, e.remedy)
    except Exception as e:  # a supplier's file can break a parser in ways nobody listed; the others still count
        # Only the kind of the error is told, because its text may quote the file.
        return refused(
            UNREADABLE, "corrupt_file", f"a readable file was expected, and reading it failed ({type(e).__name__})",
            "Open it where it was made, save it as .xlsx or .csv, and send it again.",
        )  # fmt: skip
    match, rows = reading.match, len(reading.records)
    report = replace(report, encoding=reading.encoding, columns_not_stored=", ".join(match.not_stored) or None)
    refusal = _refusal(match, rows)
    if refusal:
        return refused(HELD, *refusal)
    if rows and report.file_hash in loaded.content:
        return refused(
            HELD, "same_content", f"the content is that of {loaded.content[report.file_hash]}, which is loaded",
            "Remove the copy, or send what was meant.",
        )  # fmt: skip
    if file.la_code and file.la_code in loaded.suppliers:
        return refused(
            HELD, "second_file", f"one file was expected for the authority, and {loaded.suppliers[file.la_code]} is loaded",
            "Leave the right one and remove the other.",
        )  # fmt: skip
    loaded.content[report.file_hash] = file.source_file
    if file.la_code:
        loaded.suppliers[file.la_code] = file.source_file
    notes = [*reading.notes, *([] if rows else ["The file has headings and no record."])]
    return replace(report, status=LOADED, rows_received=rows, detail=" ".join(notes) or None), reading


def _refusal(match: HeadingMatch, rows: int) -> tuple[str, str, str] | None:
    """Reason, what is wrong and the remedy, for a table that must not be stored; all faults in one sentence."""
    faults: list[tuple[str, str, str]] = []
    if match.clinical:
        faults.append((
            "clinical_column", f"no clinical column may be sent ({', '.join(match.clinical)})",
            "Delete the file, tell the supplier, and ask for it without clinical columns.",
        ))  # fmt: skip
    if match.missing:
        faults.append((
            "missing_column", f"required columns are missing ({', '.join(match.missing)}); other headings found: {', '.join(match.not_stored) or 'none'}",
            "Ask for the columns, or name the heading that means them in columns.toml.",
        ))  # fmt: skip
    if match.repeated:
        faults.append((
            "repeated_heading", f"each heading was expected once ({', '.join(match.repeated)})",
            "Ask which of the two columns is meant.",
        ))  # fmt: skip
    if not faults:
        return None
    told = "; ".join(f[1] for f in faults) + f"; {rows} rows are not loaded"
    return faults[0][0], told, " ".join(f[2] for f in faults)


def modified(path: Path) -> dt.datetime:
    return in_utc(dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC))


def in_utc(moment: dt.datetime) -> dt.datetime:
    """The moment in UTC without a zone, as TIMESTAMP columns hold it; one without a zone is UTC already."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
