"""What the contract says of a source and of a column.

Put here the shapes of both, the words of ``columns.toml`` and the headings that refuse a file. Keep out the sources
themselves (``sources``) and how a heading is recognised (``headings``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from orchestration.landing.contract.toml_file import TomlTable, read_toml

VOCABULARY_FILE = Path(__file__).with_name("columns.toml")

REQUIRED = "required"
OPTIONAL = "optional"
OFF = "optional, off unless the cycle switches it on"
NEVER_STORED = "accepted, never stored"

# Stems, folded like a heading: a heading that holds one refuses the whole file, because a supplier who sent clinical
# facts by mistake has to know of it and send again; dropping the column in silence would hide it.
CLINICAL_WORDS = (
    "diagnos",
    "medicat",
    "medicine",
    "medical",
    "clinical",
    "prescri",
    "symptom",
    "treatment",
    "allerg",
    "immunis",
    "immuniz",
    "vaccin",
    "illness",
    "disease",
    "mentalhealth",
    "healthcondition",
    "bloodgroup",
    "bloodtype",
    "snomed",
    "icd10",
    "readcode",
    "asthma",
    "epileps",
    "diabet",
    "autis",
    "adhd",
    "meddyginiaeth",
    "meddygol",
    "clinigol",
    "presgripsiwn",
    "triniaeth",
    "alergedd",
    "brechu",
    "brechiad",
    "imiwneiddio",
    "salwch",
    "clefyd",
    "cyflwriechyd",
    "iechydmeddwl",
)


@dataclass(frozen=True)
class Column:
    """One column of a source: its name in the warehouse and its heading in the contract.

    ``need`` is one of ``REQUIRED``, ``OPTIONAL``, ``OFF`` and ``NEVER_STORED``; ``variants`` are other headings it is
    known by, the likeliest first.
    """

    name: str
    heading: str
    need: str
    meaning: str
    variants: tuple[str, ...] = ()

    @property
    def is_stored_by_default(self) -> bool:
        """Whether the column is stored without a cycle asking for it."""
        return self.need in (REQUIRED, OPTIONAL)


@dataclass(frozen=True)
class Source:
    """One kind of file.

    ``either`` lists sets of columns of which one set must be whole (a surname and a forename, or one full
    name). ``place`` is the path below ``landing/<cycle>/``, for people to read. ``mapped`` are folded headings of
    one supplier with the columns they mean there (``column_maps.py``).
    """

    name: str
    place: str
    description: str
    columns: tuple[Column, ...]
    either: tuple[tuple[str, ...], ...] = ()
    clinical_words: tuple[str, ...] = field(default=CLINICAL_WORDS, repr=False)
    mapped: tuple[tuple[str, str], ...] = ()

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns of the raw table; those that are off by default included."""
        return tuple(c for c in self.columns if c.need != NEVER_STORED)

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which a file is not loaded."""
        return tuple(c for c in self.columns if c.need == REQUIRED)

    def column(self, name: str) -> Column:
        """The column of this name; raises ``KeyError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


class ColumnWords(TomlTable):
    """What ``columns.toml`` says of a column: its meaning, and the headings it is known by."""

    meaning: str
    headings: list[str] = []
    welsh: list[str] = []
    like: str | None = None


@cache
def vocabulary() -> dict[str, ColumnWords]:
    """The words of each column, by its name."""
    return read_toml(VOCABULARY_FILE, dict[str, ColumnWords])
