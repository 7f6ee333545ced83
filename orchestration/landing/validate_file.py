"""Whether a file may be loaded, and what is said of it if not.

Every reason for which a file is held back is here, comes from a reader as ``Unreadable``, or is a doubt that
a person may lift (``file_checks.py``). Keep out the storing of rows, and any look at their values.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from orchestration.errors import issue
from orchestration.landing.contract import Source
from orchestration.landing.contract.headings import HeadingMatch
from orchestration.landing.file_checks import LoadHistory
from orchestration.landing.files import LandedFile, supplier_of
from orchestration.landing.readers import Reading, Unreadable, read_file

LOADED, HELD, UNREADABLE, NOT_RECEIVED = "loaded", "held", "unreadable", "not_received"
SUPERSEDED = "superseded"  # a version of a return, of which another counts
STATUSES = (LOADED, HELD, UNREADABLE, NOT_RECEIVED, SUPERSEDED)


@dataclass(frozen=True)
class FileReport:
    """One line of ``raw.files``: what became of a file, in numbers and headings. ``rows_received`` counts the
    rows stored, so it is 0 for a file that is held back; ``rows_last_loaded`` is what the supplier's last version
    that was loaded in the cycle had, which a smaller one will be compared with; ``share_found`` (0 to 1) is how much
    of an NHS file the education lists know, where that was looked at."""

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
    rows_last_loaded: int | None = None
    share_found: float | None = None

    @property
    def supplier(self) -> str:
        """Who sent the file, the same for all versions of it."""
        return supplier_of(LandedFile(Path(self.source_file), self.source_file, self.supplier_la_code, self.school_key))


@dataclass(frozen=True)
class LoadedBefore:
    """The files of one source loaded so far in a run: by the hash of the content, and by authority."""

    content: dict[str, str] = field(default_factory=dict)
    suppliers: dict[str, str] = field(default_factory=dict)


def examine(
    file: LandedFile,
    source: Source,
    *,
    switched_on: frozenset[str],
    loaded: LoadedBefore,
    known: LoadHistory | None = None,
    is_accepted: bool = False,
) -> tuple[FileReport, Reading | None]:
    """Read one file and say whether it may be loaded. ``loaded`` is told of it if so; the reading is None if not.

    ``known`` is what to compare the file with; ``is_accepted`` that a person has lifted all doubts.
    """
    report = FileReport(file.source_file, file.la_code, file.school_key)

    def refused(status: str, reason: str, expected: str, remedy: str) -> tuple[FileReport, None]:
        detail = issue(file=file.source_file, expected=expected, remedy=remedy)
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
            HELD,
            "unknown_local_authority",
            "the path should name a local authority by its GSS code (W06000021)",
            "Rename it by the code of the authority that it is about.",
        )
    try:
        reading = read_file(file.path.name, data, source, switched_on=switched_on)
    except Unreadable as e:
        return refused(UNREADABLE, e.reason_code, e.expected, e.remedy)
    except Exception as e:  # a supplier's file can break a parser in ways nobody listed; the others still count
        # Only the kind of the error is told, because its text may quote the file.
        return refused(
            UNREADABLE,
            "corrupt_file",
            f"a readable file was expected, and reading it failed ({type(e).__name__})",
            "Open it where it was made, save it as .xlsx or .csv, and send it again.",
        )
    match, rows = reading.match, len(reading.records)
    report = replace(report, encoding=reading.encoding, columns_not_stored=", ".join(match.not_stored) or None)
    refusal = _refusal(file, source, match, rows)
    if refusal:
        return refused(HELD, *refusal)
    if rows and report.file_hash in loaded.content:
        return refused(
            HELD,
            "same_content",
            f"the content is that of {loaded.content[report.file_hash]}, which came too",
            "Remove the copy, or send what was meant.",
        )
    if file.la_code and file.la_code in loaded.suppliers:
        return refused(
            HELD,
            "second_file",
            f"one file was expected for the authority, and {loaded.suppliers[file.la_code]} is loaded",
            "Leave the right one and remove the other.",
        )
    doubts = known.doubts(file, report.file_hash, reading) if known else []
    if doubts and not is_accepted:
        return refused(
            HELD,
            doubts[0].reason_code,
            "; ".join(d.expected for d in doubts) + f"; {rows} rows are not loaded",
            doubts[0].remedy,
        )
    loaded.content[report.file_hash] = file.source_file
    if file.la_code:
        loaded.suppliers[file.la_code] = file.source_file
    notes = list(reading.notes)
    if match.not_found:
        notes.append(f"column_maps.toml names headings that this file has not ({', '.join(match.not_found)}).")
    if doubts:
        notes.append(f"Accepted in cycle.toml, though {'; '.join(d.expected for d in doubts)}.")
    if reading.truncated_row:
        notes.append(
            issue(
                file=file.source_file,
                row=reading.truncated_row,
                expected="the file ends in the middle of this row, so it was cut short",
                remedy="Ask the supplier to send the whole file again.",
            )
        )
    if not rows:
        notes.append("The file has headings and no record.")
    return replace(report, status=LOADED, rows_received=rows, detail=" ".join(notes) or None), reading


def _refusal(file: LandedFile, source: Source, match: HeadingMatch, rows: int) -> tuple[str, str, str] | None:
    """Reason, what is wrong and the remedy, for a table that must not be stored; all faults in one sentence."""
    issues: list[tuple[str, str, str]] = []
    if match.clinical:
        issues.append(
            (
                "clinical_column",
                f"no clinical column may be sent ({', '.join(match.clinical)})",
                "Delete the file, tell the supplier, and ask for it without clinical columns.",
            )
        )
    if match.missing:
        issues.append(
            (
                "missing_column",
                f"required columns are missing ({', '.join(match.missing)}); headings found: {', '.join(match.found) or 'none'};"
                f" headings expected: {_expected_headings(source)}",
                f'Ask for the columns, or say in column_maps.toml what the headings found mean: {_map_table(file, source)} "their heading" = "{source.required[0].name}".',
            )
        )
    if match.repeated:
        issues.append(
            (
                "repeated_heading",
                f"each heading was expected once ({', '.join(match.repeated)})",
                "Ask which of the two columns is meant.",
            )
        )
    if not issues:
        return None
    told = "; ".join(f[1] for f in issues) + f"; {rows} rows are not loaded"
    return issues[0][0], told, " ".join(f[2] for f in issues)


def _expected_headings(source: Source) -> str:
    groups = [" and ".join(source.column(n).heading for n in group) for group in source.either]
    return ", ".join([*([" or ".join(groups)] if groups else []), *(c.heading for c in source.required)])


def _map_table(file: LandedFile, source: Source) -> str:
    if file.school_key is not None:
        return f'[school."{file.school_key}"]'
    return f"[la.{file.la_code}.{source.name}]"


def modified(path: Path) -> dt.datetime:
    return in_utc(dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC))


def in_utc(moment: dt.datetime) -> dt.datetime:
    """The moment in UTC without a zone, as TIMESTAMP columns hold it; one without a zone is UTC already."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
