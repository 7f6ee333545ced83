"""What one supplier's own headings mean, where no list of variants can know it.

A person writes ``landing/<cycle>/column_maps.toml``, or ``reference/column_maps.toml`` for every cycle; of two
that name the same heading the cycle's is taken, and a supplier's own over its source's::

    [school."6816001"]            # the school, as its file is named
    "Enw ar y gofrestr" = "surname"
    [la.W06000015.plasc]          # one source of one authority
    "Pupil ref" = "upn"
    [source.nhs]                  # a source, whoever sent it
    "PAT_SURNAME" = "surname"

Keep out spellings that many suppliers use: they belong in ``columns.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from orchestration.domain.authorities import any_code
from orchestration.domain.text import fold_label
from orchestration.landing.contract.columns import Source
from orchestration.landing.contract.sources import SOURCES
from orchestration.landing.contract.supplier_settings import (
    AuthorityKey,
    by_source,
    read_supplier_settings,
)
from orchestration.landing.contract.toml_file import TomlTable, issue_found
from orchestration.landing.files import MAPS_FILE, LandedFile, is_return_of

EXAMPLE = '[school."6816001"] and below it "Their heading" = "surname"'


@dataclass(frozen=True)
class ColumnMaps:
    """Maps of folded heading to column: by source, by authority and source, by school."""

    of_source: dict[str, dict[str, str]] = field(default_factory=dict)
    of_la: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    of_school: dict[str, dict[str, str]] = field(default_factory=dict)

    def apply(self, source: Source, file: LandedFile) -> Source:
        """The source as this file's supplier spells it."""
        mapped = dict(self.of_source.get(source.name, {}))
        mapped |= self.of_la.get((file.la_code or "", source.name), {})
        if file.school_key is not None:
            for school, headings in self.of_school.items():
                if is_return_of(file.school_key, school_number=school, name=school):
                    mapped |= headings
        return replace(source, mapped=tuple(sorted(mapped.items()))) if mapped else source


def read_column_maps(cycle_dir: Path, reference_dir: Path) -> ColumnMaps:
    """The maps of a cycle over those of every cycle; empty ones where neither file is there.

    Raises ``BadInput`` with every issue of both files at once.
    """
    maps = ColumnMaps()
    for stated in read_supplier_settings(
        MAPS_FILE, _MapsFile, cycle_dir=cycle_dir, reference_dir=reference_dir, example=EXAMPLE
    ):
        for school, headings in stated.school.items():
            maps.of_school.setdefault(school, {}).update(_folded(headings))
        for la, sources in stated.la.items():
            for source, headings in sources.items():
                maps.of_la.setdefault((any_code(la), source), {}).update(_folded(headings))
        for source, headings in stated.source.items():
            maps.of_source.setdefault(source, {}).update(_folded(headings))
    return maps


def _folded(headings: dict[str, str]) -> dict[str, str]:
    return {fold_label(heading): column for heading, column in headings.items()}


def _check_heading(source: Source, stated: str) -> str:
    if any(word in fold_label(stated) for word in source.clinical_words):
        raise issue_found(
            "a heading that speaks of a clinical fact cannot be mapped", "Ask the supplier for the file without it."
        )
    return stated


def _column_named(source: Source, stated: object) -> str:
    """The column of ``source`` whose name or heading is stated."""
    for column in source.columns:
        if isinstance(stated, str) and fold_label(stated) in (fold_label(column.name), fold_label(column.heading)):
            return column.name
    names = ", ".join(column.name for column in source.columns)
    raise issue_found(f"the name of a column was expected ({names})", "Name one of them.")


def _headings_of(source: Source) -> Any:
    """The type of a table of headings of ``source`` with the columns they mean."""
    return dict[
        Annotated[str, AfterValidator(partial(_check_heading, source))],
        Annotated[str, BeforeValidator(partial(_column_named, source))],
    ]


_HEADINGS = {name: _headings_of(source) for name, source in SOURCES.items()}
_OfSchool = _HEADINGS["independent_schools"]
_BySource = by_source(_HEADINGS)


class _MapsFile(TomlTable):
    """What column_maps.toml may say."""

    school: dict[str, _OfSchool] = Field({}, examples=[EXAMPLE])
    la: dict[AuthorityKey, _BySource] = Field({}, examples=['[la.W06000015.plasc] and below it "Pupil ref" = "upn"'])
    source: _BySource = Field(_BySource(), examples=['[source.nhs] and below it "PAT_SURNAME" = "surname"'])
