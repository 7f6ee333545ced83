"""Whether one file, taken by itself, may be loaded: it can be read, its place and its headings are right, and it is no
copy or second file of another.

Nobody may accept a file that fails here. Keep out comparisons that a person may overrule (``file_checks.py``), the
choice among the files of one return (``returns.py``), storing, and any look at the values of a record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from orchestration.errors import issue
from orchestration.landing.contract import Source
from orchestration.landing.contract.headings import HeadingMatch
from orchestration.landing.file_report import FileIssue, FileReport
from orchestration.landing.file_status import FileStatus, ReasonCode
from orchestration.landing.files import LandedFile, received_at
from orchestration.landing.readers import Reading, Unreadable, read_file


@dataclass(frozen=True)
class ValidatedFile:
    """A file on its way to the raw tables, handed from step to step: where it lies, its line of ``raw.files`` as far
    as it is known, and what was read. ``reading`` is None for a file that is not loaded."""

    file: LandedFile
    report: FileReport
    reading: Reading | None = None

    @property
    def is_loadable(self) -> bool:
        """Whether no step so far has refused, held or superseded the file."""
        return self.report.status == FileStatus.LOADED

    def not_loaded(self, issues: Sequence[FileIssue], *, may_be_accepted: bool = False) -> ValidatedFile:
        """The file held back, with all its rows, because of the issues; its reading is dropped."""
        rows = self.report.rows_received
        return ValidatedFile(self.file, self.report.not_loaded(issues, rows=rows, may_be_accepted=may_be_accepted))


@dataclass(frozen=True)
class LoadedSoFar:
    """The files of one source accepted so far in a load, to recognise copies and second files."""

    file_of_hash: dict[str, str] = field(default_factory=dict)
    file_of_la: dict[str, str] = field(default_factory=dict)

    def add(self, validated: ValidatedFile) -> None:
        """Remember a file that may be loaded; any other leaves its place to the next."""
        if not validated.is_loadable:
            return
        report = validated.report
        self.file_of_hash[report.file_hash] = report.source_file
        if report.supplier_la_code:
            self.file_of_la[report.supplier_la_code] = report.source_file

    def conflict(self, report: FileReport, rows: int) -> FileIssue | None:
        """Why the file cannot be loaded beside the others. Two lists without records are no copies."""
        if rows and report.file_hash in self.file_of_hash:
            return FileIssue(
                ReasonCode.SAME_CONTENT,
                f"the content is that of {self.file_of_hash[report.file_hash]}, which came too",
                "Remove the copy, or send the file that was meant.",
            )
        if report.supplier_la_code in self.file_of_la:
            return FileIssue(
                ReasonCode.SECOND_FILE,
                f"one file was expected for the authority, and {self.file_of_la[report.supplier_la_code]} is loaded",
                "Keep the right one and remove the other.",
            )
        return None


def validate_file(
    file: LandedFile, source: Source, *, switched_on: frozenset[str], loaded: LoadedSoFar
) -> ValidatedFile:
    """Read one file of the source and say whether it may be loaded. Raises nothing: what is wrong is in the report.

    ``source`` is spelt as the file's supplier spells it (``column_maps.py``); ``switched_on`` are its columns that the
    cycle asks for beside the usual ones.
    """
    report = FileReport(file.source_file, file.la_code, file.school_key)

    def unreadable(reason: ReasonCode, expected: str, remedy: str) -> ValidatedFile:
        issues = [FileIssue(reason, expected, remedy)]
        return ValidatedFile(file, report.not_loaded(issues, status=FileStatus.UNREADABLE))

    try:
        data = file.path.read_bytes()
        report = replace(
            report,
            file_hash=hashlib.sha256(data).hexdigest(),
            size_bytes=len(data),
            received_at=received_at(file.path),
        )
    except OSError:
        return unreadable(ReasonCode.CANNOT_OPEN, "a file that can be opened was expected", "Correct its permissions.")
    if not file.is_known:
        return ValidatedFile(file, report.not_loaded([_UNKNOWN_AUTHORITY]))
    try:
        reading = read_file(file.path.name, data, source, switched_on=switched_on)
    except Unreadable as e:
        return unreadable(e.reason_code, e.expected, e.remedy)
    except Exception as e:  # a supplier's file can break a parser in ways nobody listed; the others still count
        # Only the kind of the error is reported, because its text may quote the file.
        return unreadable(
            ReasonCode.CORRUPT_FILE,
            f"a readable file was expected, and reading it failed ({type(e).__name__})",
            "Open it where it was made, save it as .xlsx or .csv, and send it again.",
        )
    match, rows = reading.match, len(reading.records)
    report = replace(report, encoding=reading.encoding, columns_not_stored=", ".join(match.not_stored) or None)
    heading_issues = list(_heading_issues(file, source, match))
    if heading_issues:
        return ValidatedFile(file, report.not_loaded(heading_issues, rows=rows))
    conflict = loaded.conflict(report, rows)
    if conflict is not None:
        return ValidatedFile(file, report.not_loaded([conflict]))
    detail = " ".join(_notes(file, reading)) or None
    return ValidatedFile(file, replace(report, status=FileStatus.LOADED, rows_received=rows, detail=detail), reading)


_UNKNOWN_AUTHORITY = FileIssue(
    ReasonCode.UNKNOWN_LOCAL_AUTHORITY,
    "the path should name a local authority by its GSS code (W06000021)",
    "Rename it by the code of the authority that it is about.",
)


def _heading_issues(file: LandedFile, source: Source, match: HeadingMatch) -> Iterator[FileIssue]:
    """What is wrong with the headings of a table that must not be stored, the gravest first."""
    if match.clinical:
        yield FileIssue(
            ReasonCode.CLINICAL_COLUMN,
            f"no clinical column may be sent ({', '.join(match.clinical)})",
            "Delete the file, inform the supplier, and ask for it without clinical columns.",
        )
    if match.missing:
        yield FileIssue(
            ReasonCode.MISSING_COLUMN,
            f"required columns are missing ({', '.join(match.missing)}); headings found:"
            f" {', '.join(match.found) or 'none'}; headings expected: {_expected_headings(source)}",
            "Ask for the columns, or say in column_maps.toml what the headings found mean:"
            f' {_map_table(file, source)} "their heading" = "{source.required[0].name}".',
        )
    if match.repeated:
        yield FileIssue(
            ReasonCode.REPEATED_HEADING,
            f"each heading was expected once ({', '.join(match.repeated)})",
            "Ask which of the two columns is meant.",
        )


def _notes(file: LandedFile, reading: Reading) -> Iterator[str]:
    """What is worth saying of a file that may be loaded, a sentence each."""
    yield from reading.notes
    if reading.match.not_found:
        yield f"column_maps.toml names headings that this file does not have ({', '.join(reading.match.not_found)})."
    if reading.truncated_row:
        yield issue(
            file=file.source_file,
            row=reading.truncated_row,
            expected="the file ends in the middle of this row, so it was cut short",
            remedy="Ask the supplier to send the whole file again.",
        )
    if not reading.records:
        yield "The file has headings and no record."


def _expected_headings(source: Source) -> str:
    groups = [" and ".join(source.column(n).heading for n in group) for group in source.either]
    return ", ".join([*([" or ".join(groups)] if groups else []), *(c.heading for c in source.required)])


def _map_table(file: LandedFile, source: Source) -> str:
    if file.school_key is not None:
        return f'[school."{file.school_key}"]'
    return f"[la.{file.la_code}.{source.name}]"
