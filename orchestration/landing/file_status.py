"""What can become of a file: the closed lists of statuses and reasons that ``raw.files`` stores.

What each reason means to the supplier is in ``contract/file_rules.toml``. Keep out the checks that give a reason.
"""

from __future__ import annotations

from enum import StrEnum


class FileStatus(StrEnum):
    """``raw.files.status``."""

    LOADED = "loaded"
    HELD = "held"
    """Readable, and not loaded until somebody corrects it or accepts it."""
    UNREADABLE = "unreadable"
    NOT_RECEIVED = "not_received"
    """Expected and not in the landing folder."""
    SUPERSEDED = "superseded"
    """A version of a school's return, of which another version counts."""


class ReasonCode(StrEnum):
    """``raw.files.reason_code``: why a file that was received is not loaded."""

    # unreadable
    CANNOT_OPEN = "cannot_open"
    CORRUPT_FILE = "corrupt_file"
    EMPTY_FILE = "empty_file"
    NO_HEADING_ROW = "no_heading_row"
    NOT_TEXT = "not_text"
    PASSWORD_PROTECTED = "password_protected"
    TOO_LARGE = "too_large"
    UNKNOWN_FORM = "unknown_form"
    # held for its place or its headings
    UNKNOWN_LOCAL_AUTHORITY = "unknown_local_authority"
    CLINICAL_COLUMN = "clinical_column"
    MISSING_COLUMN = "missing_column"
    REPEATED_HEADING = "repeated_heading"
    # held beside another file
    SAME_CONTENT = "same_content"
    SECOND_FILE = "second_file"
    PARTS_OR_VERSIONS = "parts_or_versions"
    # held after a comparison with what the warehouse holds
    WRONG_LOCAL_AUTHORITY = "wrong_local_authority"
    SAME_AS_EARLIER_CYCLE = "same_as_earlier_cycle"
    MUCH_SMALLER = "much_smaller_than_before"
    CHILDREN_NOT_FOUND = "children_not_found"
    FIELD_DISAGREES = "field_disagrees"
    # superseded
    OTHER_VERSION = "other_version"


UNEXPECTED_FILE = "unexpected_file"
"""Reason of a file that belongs to no source: nobody is known to whom its rule could be reported."""
