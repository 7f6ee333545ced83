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

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from orchestration.errors import BadInput, fault
from orchestration.landing.contract import SOURCES, Source
from orchestration.landing.files import MAPS_FILE, LandedFile, is_return_of
from orchestration.landing.headings import fold, shown
from orchestration.landing.local_authorities import any_code

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
    faults: list[str] = []
    maps = ColumnMaps()
    for path, where in (
        (reference_dir / MAPS_FILE, f"reference/{MAPS_FILE}"),
        (cycle_dir / MAPS_FILE, f"landing/{cycle_dir.name}/{MAPS_FILE}"),
    ):
        if path.is_file():
            _read(path, where, maps, faults)
    if faults:
        raise BadInput(faults)
    return maps


def _read(path: Path, where: str, maps: ColumnMaps, faults: list[str]) -> None:
    def wrong(table: str, expected: str, remedy: str) -> None:
        faults.append(fault(file=where, column=table, expected=expected, remedy=remedy))

    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        said = f" ({e})" if isinstance(e, tomllib.TOMLDecodeError) else ""
        faults.append(fault(file=where, expected=f"TOML in UTF-8 was expected{said}", remedy=f"Write it as: {EXAMPLE}."))
        return
    for kind, tables in stated.items():
        if kind not in ("school", "la", "source") or not isinstance(tables, dict):
            wrong(kind, "a table school, la or source was expected", f"Write {EXAMPLE}.")
            continue
        for supplier, table in tables.items():
            name = f"{kind}.{supplier}"
            if not isinstance(table, dict):
                wrong(name, "a table of headings was expected", f"Write {EXAMPLE}.")
            elif kind == "school":
                _put(maps.of_school, supplier, "independent_schools", table, name, wrong)
            elif kind == "source":
                _put(maps.of_source, _source_name(supplier), _source_name(supplier), table, name, wrong)
            elif (code := any_code(supplier)) is None:
                wrong(name, "the GSS code of a local authority was expected", "Write [la.W06000015.plasc], for instance.")
            else:
                for source, headings in table.items():
                    _put(maps.of_la, (code, _source_name(source)), _source_name(source), headings, f"{name}.{source}", wrong)


def _source_name(stated: str) -> str:
    return "cme_register" if stated == "cme" else stated


def _put(maps: dict, key: object, source_name: str, table: object, where: str, wrong: Callable[[str, str, str], None]) -> None:
    source = SOURCES.get(source_name)
    if source is None or not isinstance(table, dict):
        wrong(where, f"headings of one of {', '.join(SOURCES)} were expected", "Write [la.W06000015.plasc], for instance.")
        return
    columns = {fold(spelling): c.name for c in source.columns for spelling in (c.heading, c.name)}
    mapped: dict[str, str] = {}
    for heading, column in table.items():
        if not isinstance(column, str) or fold(column) not in columns:
            wrong(f"{where}, {shown(heading, 0)}", f"the name of a column was expected ({', '.join(c.name for c in source.columns)})", "Name one of them.")
        elif any(word in fold(heading) for word in source.clinical_words):
            wrong(f"{where}, {shown(heading, 0)}", "a heading that speaks of a clinical fact cannot be mapped", "Ask the supplier for the file without it.")
        else:
            mapped[fold(heading)] = columns[fold(column)]
    maps.setdefault(key, {}).update(mapped)
