"""Which heading is which column.

One row of headings is compared with one source of the contract, and the answer says what was found, what
is missing, what will not be stored and what must not be there. Put rules on headings here. Keep out how a
file is read, and the spellings themselves (``columns.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from orchestration.domain.postcodes import INWARD_CODE, OUTWARD_CODE
from orchestration.domain.text import fold_label
from orchestration.landing.contract.columns import Source
from orchestration.landing.contract.sources import SOURCES

LONGEST_HEADING = 60  # a longer cell is prose, and what a message shows of it is cut

# Words that schools put beside a heading to help whoever fills it in; they change nothing.
_HINTS = frozenset(
    (
        "",
        "ddmmyyyy",
        "ddmmyy",
        "yyyymmdd",
        "ddmmbbbb",
        "ddmmblbl",
        "ifknown",
        "osynhysbys",
        "osywnhysbys",
        "required",
        "optional",
        "mandatory",
        "gofynnol",
        "dewisol",
        "y",
        "n",
        "yn",
        "yes",
        "no",
        "yesno",
        "ie",
        "na",
        "iena",
        "legal",
        "cyfreithiol",
        "tickbox",
    )
)

# A date, a postcode or a UPN: a row that holds one may be headings run together with a child's record.
_VALUE = re.compile(
    rf"\s*(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|{OUTWARD_CODE}\s*{INWARD_CODE}|[a-z]\d{{11}}[\da-z])\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HeadingMatch:
    """What one row of headings gives.

    ``columns`` maps a column of the contract to its position. ``missing``, ``clinical`` and ``repeated``
    refuse a file; they, ``not_stored`` and ``found`` (every heading of the row) are headings, never values: of a
    row that holds a date, a postcode or a UPN only known headings are shown.
    ``not_found`` are headings that the supplier's map names and the row lacks.
    """

    columns: dict[str, int]
    width: int
    missing: tuple[str, ...]
    not_stored: tuple[str, ...]
    clinical: tuple[str, ...]
    repeated: tuple[str, ...]
    found: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every column that is needed was found."""
        return not self.missing


@cache
def known_headings(source_name: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each folded heading of a source, the columns it may mean, each with its rank (0 = the contract's own)."""
    known: dict[str, dict[str, int]] = {}
    for column in SOURCES[source_name].columns:
        for rank, spelling in enumerate((column.heading, column.name, *column.variants)):
            known.setdefault(fold_label(spelling), {}).setdefault(column.name, rank)
    # A contract heading always means its own column, whatever variant of another column it may equal.
    for column in SOURCES[source_name].columns:
        known[fold_label(column.heading)] = {column.name: 0}
    return {key: tuple(columns.items()) for key, columns in known.items()}


def _meaning(heading: str, known: dict[str, tuple[tuple[str, int], ...]]) -> tuple[str, int] | None:
    """The column a heading means, with its rank; None where it means none, or not surely one.

    ``Cyfenw / Surname`` and ``Date of birth (dd/mm/yyyy)`` are read in parts: every part has to mean the
    same column or be a mere hint, so that ``Surname (parent)`` means nothing.
    """
    whole = known.get(fold_label(heading))
    if whole:
        return whole[0]
    without_hints = re.sub(r"\(?\b(dd|yyyy)[ ./-]mm[ ./-](yyyy|yy|dd|bbbb)\b\)?", "", heading.casefold())
    found: dict[str, int] = {}
    for part in re.split(r"[/|()\[\]\n\r:;–]+|\s-\s", without_hints):
        key = fold_label(part)
        if key in _HINTS:
            continue
        column = known.get(key)
        if column is None:
            return None
        name, rank = column[0]
        found[name] = min(rank, found.get(name, rank))
    return next(iter(found.items())) if len(found) == 1 else None


def match_headings(
    source: Source, headings: Sequence[str], *, switched_on: frozenset[str] = frozenset()
) -> HeadingMatch:
    """Compare a row of headings with the contract.

    ``switched_on`` holds the columns that are off by default and that the cycle asks for. Where two headings
    mean one column, the one nearer to the contract's own is taken and the other is not stored; the same heading
    twice cannot be distinguished and is ``repeated``.
    """
    headings = headings[: max((i + 1 for i, h in enumerate(headings) if h.strip()), default=0)]
    columns, repeated = _find_columns(source, headings)
    stored = {c.name for c in source.columns if c.is_stored_by_default or c.name in switched_on}
    kept = {name: position for name, position in columns.items() if name in stored}
    in_contract = set(columns.values())
    others = [(i, h) for i, h in enumerate(headings) if i not in kept.values()]
    holds_value = any(_VALUE.fullmatch(h) for h in headings)

    def shown_safely(heading: str, position: int) -> str:
        if holds_value and position not in in_contract:
            return f"(column {position + 1}: not shown)"
        return shown(heading, position)

    clinical = []
    for i, h in others:
        word = next((w for w in source.clinical_words if w in fold_label(h)), None)
        if word is not None and i not in in_contract:
            clinical.append(f"column {i + 1}: {word}..." if holds_value else shown(h, i))
    return HeadingMatch(
        columns=kept,
        width=len(headings),
        missing=_missing(source, columns),
        not_stored=tuple(shown_safely(h, i) for i, h in others),
        clinical=tuple(clinical),
        repeated=repeated,
        found=tuple(shown_safely(h, i) for i, h in enumerate(headings)),
        not_found=tuple(mapped for mapped, _ in source.mapped if mapped not in {fold_label(h) for h in headings}),
    )


def _find_columns(source: Source, headings: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The position of each column of the source that is found, and the headings that are there twice."""
    known = known_headings(source.name)
    mapped = dict(source.mapped)
    best: dict[str, tuple[int, int]] = {}  # column: its rank and position
    repeated: list[str] = []
    for position, heading in enumerate(headings):
        if fold_label(heading) in mapped:
            meaning = mapped[fold_label(heading)], -1  # what a person said of this supplier wins
        else:
            meaning = _meaning(heading, known) if heading.strip() else None
        if meaning is None:
            continue
        column, rank = meaning
        if column in best and fold_label(headings[best[column][1]]) == fold_label(heading):
            repeated.append(shown(heading, position))
        elif column not in best or rank < best[column][0]:
            best[column] = (rank, position)
    columns = {name: position for name, (_, position) in best.items()}
    if "full_name" not in mapped.values():
        _settle_name(columns, headings)
    return columns, tuple(dict.fromkeys(repeated))


def shown(heading: str, position: int) -> str:
    """A heading as a message may show it: on one line, short, without commas; its place where it is blank."""
    text = " ".join(heading.replace("\ufeff", "").replace(",", " ").split())
    return text[:LONGEST_HEADING] or f"(column {position + 1}: no heading)"


def _settle_name(columns: dict[str, int], headings: Sequence[str]) -> None:
    """``Name`` (``Enw``) is the whole name where it is alone, and the forename beside a surname."""
    whole = columns.get("full_name")
    if whole is None or "surname" not in columns or "forename" in columns:
        return
    if all(part in ("name", "enw") for part in map(fold_label, re.split(r"[/|]", headings[whole]))):
        columns["forename"] = columns.pop("full_name")


def _missing(source: Source, columns: dict[str, int]) -> tuple[str, ...]:
    """The contract's headings of the columns that are needed and were not found."""
    missing = [c.heading for c in source.required if c.name not in columns]
    if source.either and not any(all(n in columns for n in group) for group in source.either):
        groups = [" and ".join(source.column(n).heading for n in group) for group in source.either]
        missing.insert(0, " (or ".join(groups) + ")")
    return tuple(missing)
