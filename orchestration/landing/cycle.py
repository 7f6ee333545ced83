"""One collection cycle as its ``cycle.toml`` states it, and who takes part.

Put here what a cycle is. Keep out what its files hold, and the settings of a run that are not the cycle's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from orchestration.domain.authorities import welsh_code
from orchestration.domain.text import fold_label
from orchestration.errors import BadInput, issue
from orchestration.landing.contract import OFF, SOURCES, Source
from orchestration.landing.contract.supplier_settings import by_source
from orchestration.landing.contract.toml_file import TomlTable, issue_found, read_toml
from orchestration.linkage.settings import Costs

CYCLE_FILE = "cycle.toml"
EXAMPLE = 'cycle = "<name of the folder>", kind = "annual", reference_date = 2025-04-08'


@dataclass(frozen=True)
class Cycle:
    """A cycle. Dates are days in Wales; ``optional_columns`` are names of columns in the warehouse, by source;
    ``accepted_files`` are paths of files (as in ``source_file``) that a person says are right, whatever is found;
    ``costs`` say when a link is accepted, held for a person, or rejected."""

    cycle: str
    kind: str
    reference_date: dt.date
    deadlines: dict[str, dt.date] = field(default_factory=dict)
    optional_columns: dict[str, frozenset[str]] = field(default_factory=dict)
    ehe_not_assessed_counts: bool = True
    participating_las: tuple[str, ...] = ()
    accepted_files: frozenset[str] = frozenset()
    costs: Costs = Costs()

    def switched_on(self, source: str) -> frozenset[str]:
        return self.optional_columns.get(source, frozenset())


def list_cycles(landing_dir: Path) -> list[str]:
    """The names of the folders below ``landing/`` that have a ``cycle.toml``, sorted; its content is not read."""
    names = (path.parent.name for path in landing_dir.glob(f"*/{CYCLE_FILE}"))
    return sorted(name for name in names if not name.startswith("."))


def read_cycle(landing_dir: Path, cycle: str) -> Cycle:
    """Read ``landing/<cycle>/cycle.toml`` and the folders beside it.

    Raises ``BadInput`` with every issue at once.
    """
    path = landing_dir / cycle / CYCLE_FILE
    shown = f"landing/{cycle}/{CYCLE_FILE}"
    if not path.is_file():
        there = ", ".join(list_cycles(landing_dir)) or "none"
        raise BadInput(
            issue(
                file=shown,
                expected=f"the file was expected and is not there (cycles found: {there})",
                remedy=f"Write it with {EXAMPLE}, or name another cycle.",
            )
        )
    stated = read_toml(path, _CycleFile, shown=shown, example=EXAMPLE, context={"folder": cycle})
    return Cycle(
        cycle=cycle,
        kind=stated.kind,
        reference_date=stated.reference_date,
        deadlines=dict(stated.deadlines.items()),
        optional_columns={source: frozenset(columns) for source, columns in stated.optional_columns.items()},
        ehe_not_assessed_counts=stated.rules.ehe_not_assessed_counts,
        participating_las=participating_las(landing_dir / cycle),
        accepted_files=frozenset(stated.accept.files),
        costs=Costs(**stated.costs.model_dump()),
    )


def participating_las(cycle_dir: Path) -> tuple[str, ...]:
    """GSS codes of the Welsh authorities with a folder under ``local_authorities/``, sorted."""
    folder = cycle_dir / "local_authorities"
    if not folder.is_dir():
        return ()
    codes = {welsh_code(p.name) for p in folder.iterdir() if p.is_dir()}
    return tuple(sorted(code for code in codes if code))


def _as_day(stated: object) -> object:
    """A day may also be written as text, or with a time."""
    if isinstance(stated, dt.datetime):
        return stated.date()
    if isinstance(stated, str):
        try:
            return dt.date.fromisoformat(stated.strip())
        except ValueError:
            return stated
    return stated


def _as_file_path(stated: str) -> str:
    """A path as ``source_file`` has it."""
    path = stated.strip().replace("\\", "/").removeprefix("./")
    if not path:
        raise ValueError("an empty path")
    return path


def _off_columns(source: Source, stated: object) -> list[str]:
    """The names of the columns meant, each of which is off unless a cycle switches it on."""
    off = {fold_label(column.heading): column.name for column in source.columns if column.need == OFF}
    if isinstance(stated, list) and all(isinstance(heading, str) and fold_label(heading) in off for heading in stated):
        return [off[fold_label(heading)] for heading in stated]
    may_be = ", ".join(column.heading for column in source.columns if column.need == OFF) or "none for this source"
    raise issue_found(
        f"a list of columns that can be switched on was expected ({may_be})",
        "Take the others out; what the contract names beside them is stored anyway.",
    )


def _off_columns_of(source: Source) -> Any:
    return Annotated[list[str], BeforeValidator(partial(_off_columns, source))]


_Day = Annotated[dt.date, BeforeValidator(_as_day)]
_Deadlines = by_source(
    {
        name: Annotated[_Day, Field(description="a date", examples=[f"{name} = 2025-05-20, for instance"])]
        for name in SOURCES
    }
)
_OptionalColumns = by_source({name: _off_columns_of(source) for name, source in SOURCES.items()})


_FilePath = Annotated[str, Field(description="a path below the folder of the cycle"), AfterValidator(_as_file_path)]


class _Accept(TomlTable):
    files: list[_FilePath] = Field([], description="a list of paths below the folder of the cycle")


class _Rules(TomlTable):
    ehe_not_assessed_counts: bool = True


_COSTS_EXAMPLE = "[costs] and below it false_link = 50, missed_link = 4 and review = 1, or leave out what is as usual"


class _Costs(TomlTable):
    false_link: float = Costs.false_link
    missed_link: float = Costs.missed_link
    review: float = Costs.review

    @model_validator(mode="after")
    def _must_make_sense(self) -> _Costs:
        try:
            Costs(**self.model_dump())
        except ValueError:
            raise issue_found(
                f"{', '.join(type(self).model_fields)} were expected, in looks of an officer, a look below both errors",
                f"Write {_COSTS_EXAMPLE}.",
            ) from None
        return self


class _CycleFile(TomlTable):
    """What cycle.toml may say."""

    cycle: str = Field("", validate_default=True)
    kind: Literal["annual", "quarterly"] = Field(
        description="one of annual, quarterly", examples=['kind = "annual" or kind = "quarterly"']
    )
    reference_date: _Day = Field(description="a date", examples=["reference_date = 2025-04-08, for instance"])
    deadlines: _Deadlines = Field(_Deadlines(), examples=["[deadlines] and below it nhs = 2025-05-20"])
    optional_columns: _OptionalColumns = Field(
        _OptionalColumns(), examples=['[optional_columns] and below it nhs = ["UPRN"]']
    )
    accept: _Accept = Field(_Accept(), examples=['[accept] and below it files = ["nhs/W06000015.csv"]'])
    rules: _Rules = Field(_Rules(), examples=["[rules] and below it ehe_not_assessed_counts = true"])
    costs: _Costs = Field(_Costs(), examples=[_COSTS_EXAMPLE])

    @field_validator("cycle", mode="before")
    @classmethod
    def _must_be_the_folder(cls, stated: object, info: ValidationInfo) -> object:
        folder = info.context["folder"]
        if stated != folder:
            raise issue_found("the name of the folder was expected", f'Write cycle = "{folder}", or rename the folder.')
        return stated
