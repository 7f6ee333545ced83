"""How each office writes its files: date forms, letter case, headings, encodings and line ends.

Put here what differs from office to office. Keep out which columns a file has (``la_files.py``, ``list_files.py``,
``school_files.py``) and which rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from . import errors
from .documents import for_windows, stamp, write_csv
from .rows import DATE_FORMS, MISSING_DAY, Rows, dates
from .truth import Truth
from .world import World

_NHS_FORMS = ("slash", "month_name", "slash", "iso", "digits", "slash", "dots", "long")
_LIST_FORMS = ("slash", "iso", "slash", "long", "month_name", "short_slash", "excel", "dots")


@dataclass(frozen=True)
class Office:
    """How one office writes a file; chosen by the LA's number, so the same in every sample.

    ``form`` is one of ``DATE_FORMS``; ``upper`` writes text in capitals, ``no_space`` postcodes without their space;
    ``heading`` turns a heading of the contract into the office's.
    """

    form: str
    upper: bool
    no_space: bool
    encoding: str
    line_end: str
    heading: Callable[[str], str]

    @staticmethod
    def of(number: int, kind: str) -> Office:
        """The habits of an LA for ``nhs``, ``roll`` or ``list`` files."""
        key = number * 7 + {"nhs": 0, "roll": 3, "list": 5}[kind]
        forms = {"nhs": _NHS_FORMS, "roll": ("iso", "slash", "iso", "digits"), "list": _LIST_FORMS}[kind]
        headings = (str, str.upper, str.lower, lambda h: h.replace("_", " ").title() if "_" in h else h, str)
        return Office(
            form=forms[key % len(forms)],
            upper=kind == "nhs" and key % 5 != 1,
            no_space=key % 6 == 2,
            encoding=("utf-8", "utf-8-sig", "cp1252", "utf-8")[key % 4]
            if kind != "roll"
            else ("utf-8", "utf-8-sig")[key % 2],
            line_end="\r\n" if key % 3 else "\n",
            heading=headings[key % len(headings)],
        )


def births(part: Rows, rng: np.random.Generator, form: str, *, other_share: float) -> np.ndarray:
    """Birth dates in the office's form, a share of them in another."""
    texts = dates(part["born"], form)
    odd = np.flatnonzero((rng.random(len(part)) < other_share) & (part["born"] != MISSING_DAY))
    which = rng.integers(0, len(DATE_FORMS), len(odd))
    for n, name in enumerate(DATE_FORMS):
        texts[odd[which == n]] = dates(part["born"][odd[which == n]], name)
    part.flag(odd, "date_format")
    return errors.date_column(part, rng, texts)


def note_lost_marks(part: Rows, encoding: str) -> None:
    """Windows-1252 has no ŵ or ŷ: note the names that the file could not hold as they are."""
    if encoding == "cp1252":
        names = (part["surname"] + part["forename"]).tolist()
        part.flag(np.array([for_windows(name) != name for name in names], dtype=bool), "diacritics_lost")


def postcodes(part: Rows, office: Office) -> list[str]:
    """The rows' postcodes as the office writes them."""
    return [p.replace(" ", "") for p in part["postcode"]] if office.no_space else part["postcode"].tolist()


def by_la(whole: Rows, world: World) -> Iterator[tuple[int, Rows]]:
    """The rows of each LA in turn, LAs of the sample without rows included."""
    edges = np.searchsorted(whole["la"], np.arange(len(world.geo.authorities) + 1))
    for i in range(len(world.geo.authorities)):
        if i in world.participating or edges[i] < edges[i + 1]:
            yield i, whole.take(np.arange(edges[i], edges[i + 1]))


def write_file(
    folder: Path,
    name: str,
    part: Rows,
    office: Office,
    columns: dict[str, list[str] | np.ndarray],
    received: date,
    truth: Truth,
) -> None:
    """Write the rows as ``folder/name`` in the office's way, with the day it was received, and note them in the truth.

    ``columns`` are the contract's headings with their values, in order.
    """
    values = [c if isinstance(c, list) else c.tolist() for c in columns.values()]
    write_csv(
        folder / name, [office.heading(h) for h in columns], values, encoding=office.encoding, line_end=office.line_end
    )
    stamp(folder / name, received)
    note_lost_marks(part, office.encoding)
    truth.add(name, part)
