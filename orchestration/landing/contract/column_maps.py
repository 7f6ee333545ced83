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
from pathlib import Path

from orchestration.domain.authorities import any_code
from orchestration.landing.contract.columns import SOURCES, Source
from orchestration.landing.contract.headings import fold, shown
from orchestration.landing.contract.supplier_settings import (
    Wrong,
    read_supplier_settings,
    source_name,
)
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

    Raises ``BadInput`` with every fault of both files at once.
    """
    maps = ColumnMaps()

    def put(kind: str, supplier: str, table: object, wrong: Wrong) -> None:
        name = f"{kind}.{supplier}"
        if not isinstance(table, dict):
            wrong(name, "a table of headings was expected", f"Write {EXAMPLE}.")
        elif kind == "school":
            _put(maps.of_school, supplier, "independent_schools", table, name, wrong)
        elif kind == "source":
            _put(maps.of_source, source_name(supplier), source_name(supplier), table, name, wrong)
        elif (code := any_code(supplier)) is None:
            wrong(name, "the GSS code of a local authority was expected", "Write [la.W06000015.plasc], for instance.")
        else:
            for source, headings in table.items():
                _put(maps.of_la, (code, source_name(source)), source_name(source), headings, f"{name}.{source}", wrong)

    read_supplier_settings(
        MAPS_FILE,
        cycle_dir=cycle_dir,
        reference_dir=reference_dir,
        kinds=("school", "la", "source"),
        example=EXAMPLE,
        put=put,
    )
    return maps


def _put(maps: dict, key: object, stated: str, table: object, where: str, wrong: Wrong) -> None:
    source = SOURCES.get(stated)
    if source is None or not isinstance(table, dict):
        wrong(
            where, f"headings of one of {', '.join(SOURCES)} were expected", "Write [la.W06000015.plasc], for instance."
        )
        return
    columns = {fold(spelling): c.name for c in source.columns for spelling in (c.heading, c.name)}
    mapped: dict[str, str] = {}
    for heading, column in table.items():
        if not isinstance(column, str) or fold(column) not in columns:
            wrong(
                f"{where}, {shown(heading, 0)}",
                f"the name of a column was expected ({', '.join(c.name for c in source.columns)})",
                "Name one of them.",
            )
        elif any(word in fold(heading) for word in source.clinical_words):
            wrong(
                f"{where}, {shown(heading, 0)}",
                "a heading that speaks of a clinical fact cannot be mapped",
                "Ask the supplier for the file without it.",
            )
        else:
            mapped[fold(heading)] = columns[fold(column)]
    maps.setdefault(key, {}).update(mapped)
