"""Reading a TOML file into a typed model, with every issue of it in words a person can act on.

Put here what all settings files share: reading the text, validating it, and the wording of what pydantic finds. A
message names the file and the key, says what was expected and how to write it, and never quotes a value. What a file
may say is a model beside the code that uses it: ``Field(description=...)`` completes "... was expected", the first of
``Field(examples=[...])`` completes "Write ...". Keep out the models.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from orchestration.errors import BadInput, issue

T = TypeVar("T")

LONGEST_KEY = 60  # a longer key is cut in a message
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ISSUE = "issue"
_BY_TYPE = {
    "dict_type": "a table",
    "model_type": "a table",
    "list_type": "a list",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "date_type": "a date",
}


Share = Annotated[
    float, Field(ge=0, le=1, allow_inf_nan=False, description="a share from 0 to 1", examples=["0.95 for 95 %"])
]


class TomlTable(BaseModel):
    """One table of a settings file: no key beside those named, no conversion of types, not changed once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def issue_found(expected: str, remedy: str) -> PydanticCustomError:
    """What a validator of a model raises: what was expected (``"... was expected"``) and what to do."""
    return PydanticCustomError(_ISSUE, "not as expected", {"expected": expected, "remedy": remedy})


def read_toml(
    path: Path, kind: type[T], *, shown: str | None = None, example: str = "", context: dict[str, Any] | None = None
) -> T:
    """The TOML file ``path`` as an object of ``kind``, a model or a ``dict`` of models.

    ``shown`` is the path as messages give it, ``example`` how the file may be written, ``context`` what validators
    are given. Raises ``BadInput`` with every issue of the file at once.
    """
    shown = shown or path.name
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput(
            issue(file=shown, expected="TOML in UTF-8 was expected, and this is not UTF-8", remedy="Save it as UTF-8.")
        ) from None
    except tomllib.TOMLDecodeError as e:
        remedy = f"Write it as: {example}." if example else "Correct it there."
        raise BadInput(
            issue(file=shown, expected=f"TOML in UTF-8 was expected ({_place_of(e)})", remedy=remedy)
        ) from None
    try:
        return TypeAdapter(kind).validate_python(stated, context=context)
    except ValidationError as e:
        raise BadInput(_issues(e, kind, shown, example)) from None


def _place_of(error: tomllib.TOMLDecodeError) -> str:
    """The line and column of a syntax error, without the text found there."""
    place = re.search(r"\((at [^()]*)\)$", str(error))
    return f"not readable {place[1]}" if place else "not readable"


def _issues(error: ValidationError, kind: Any, file: str, example: str) -> list[str]:
    """One line for each key that is not as expected, in the order of the model."""
    lines: dict[tuple, str] = {}
    for found in error.errors(include_input=False, include_url=False):
        # pydantic marks an unusable key so, beside what it finds in the key's value
        loc = tuple(step for step in found["loc"] if step != "[key]")
        if loc not in lines:
            expected, remedy = _wording(found, loc, kind, example)
            column = _shown_key(loc) or None
            lines[loc] = issue(file=file, column=column, expected=expected, remedy=remedy)
    return list(lines.values())


def _wording(found: ErrorDetails, loc: tuple, kind: Any, example: str) -> tuple[str, str]:
    """What was expected at ``loc``, and the remedy."""
    if found["type"] == _ISSUE:
        return found["ctx"]["expected"], found["ctx"]["remedy"]
    description, written = _field(kind, loc)
    remedy = f"Write {written or example}." if written or example else "Correct it there."
    if found["type"] == "extra_forbidden":
        known = ", ".join(_keys(kind, loc[:-1]))
        return f"one of {known} was expected", f"Name one of them. {remedy}"
    return f"{description or _BY_TYPE.get(found['type'], 'another value')} was expected", remedy


def _field(kind: Any, loc: tuple) -> tuple[str, str]:
    """The description of what belongs at ``loc``, and the example nearest to it; empty where there is none."""
    description = written = ""
    for step in loc:
        kind, field = _inside(kind, step)
        description = (field.description if field else None) or ""
        if field and field.examples:
            written = field.examples[0]
    return description, written


def _keys(kind: Any, loc: tuple) -> list[str]:
    for step in loc:
        kind, _ = _inside(kind, step)
    return [field.alias or name for name, field in kind.model_fields.items()]


def _inside(kind: Any, step: str | int) -> tuple[Any, FieldInfo | None]:
    """The type of what stands under a key of a table (or in a list), and what its model says of it."""
    field = None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        named = {known.alias or name: known for name, known in kind.model_fields.items()}
        field = named.get(str(step))
        kind = field.annotation if field else None
    elif get_origin(kind) in (dict, list):
        kind = get_args(kind)[-1]
    if get_origin(kind) is Annotated:
        kind, *marks = get_args(kind)
        field = next((mark for mark in marks if isinstance(mark, FieldInfo)), field)
    return kind, field


def _shown_key(loc: tuple) -> str:
    """A key as TOML writes it, each part cut to a length that fits in a message."""
    shown = ""
    for step in loc:
        if isinstance(step, int):
            shown += f"[{step}]"
            continue
        part = " ".join(str(step).split())[:LONGEST_KEY]
        shown += ("." if shown else "") + (part if _BARE_KEY.fullmatch(part) else f'"{part}"')
    return shown
