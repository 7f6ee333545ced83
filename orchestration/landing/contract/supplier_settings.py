"""Settings that people write for single suppliers, as TOML.

A file in ``reference/`` is for every cycle, one in a cycle's folder for that cycle. Put here what column maps and
thresholds share: where such a file is, how a supplier and its source are named in it. Keep out what a setting says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, create_model

from orchestration.domain.authorities import any_code
from orchestration.domain.sources import LANDING_SOURCES
from orchestration.errors import BadInput
from orchestration.landing.contract.toml_file import TomlTable, issue_found, read_toml

T = TypeVar("T", bound=TomlTable)

_ALIASES = {source.file_stem: name for name, source in LANDING_SOURCES.items() if source.file_stem not in (None, name)}
"""The source by the name that its files have, where that is not the source's own: ``cme``."""


class BySource(TomlTable):
    """A table with one entry a source; ``by_source`` makes the model of it."""

    def items(self) -> Iterator[tuple[str, Any]]:
        """Each source that is stated, with what is stated of it."""
        for name in type(self).model_fields:
            if name in self.model_fields_set:
                yield source_name(name), getattr(self, name)


def by_source(kinds: Mapping[str, Any]) -> type[BySource]:
    """The model of a table that may state something of the type ``kinds[source]`` for each source."""
    known = dict(kinds) | {alias: kinds[source] for alias, source in _ALIASES.items()}
    return create_model("BySource", __base__=BySource, **{name: (kind, None) for name, kind in known.items()})


def source_name(stated: str) -> str:
    """The source meant by the name that its files have."""
    return _ALIASES.get(stated, stated)


def _must_be_authority(stated: str) -> str:
    if any_code(stated) is None:
        raise issue_found("the GSS code of a local authority was expected", "Write [la.W06000015.plasc], for instance.")
    return stated


AuthorityKey = Annotated[str, AfterValidator(_must_be_authority)]
"""The code or name of a local authority as a key; ``any_code`` gives its code."""


def read_supplier_settings(name: str, kind: type[T], *, cycle_dir: Path, reference_dir: Path, example: str) -> list[T]:
    """The settings for every cycle, then those of the cycle, which win; a file that is not there is left out.

    Raises ``BadInput`` with every issue of both files at once.
    """
    settings: list[T] = []
    issues: list[str] = []
    for path, shown in (
        (reference_dir / name, f"reference/{name}"),
        (cycle_dir / name, f"landing/{cycle_dir.name}/{name}"),
    ):
        if path.is_file():
            try:
                settings.append(read_toml(path, kind, shown=shown, example=example))
            except BadInput as e:
                issues += e.issues
    if issues:
        raise BadInput(issues)
    return settings
