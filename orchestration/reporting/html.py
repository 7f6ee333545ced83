"""Renders the pages: one Jinja environment, one stylesheet, and the values a table cell may hold.

Put here what every page shares. Keep out what a page says (its template in ``templates/`` and the module that prepares
its figures). A page is one file that loads nothing: no script, font or picture from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

_SHARE = re.compile(r"([<>] )?[\d.]+ %")


class Tone(StrEnum):
    """How good or bad a status is; also the name of its class in the stylesheet."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class Bilingual(NamedTuple):
    """One text in Welsh and in English."""

    cy: str
    en: str


@dataclass(frozen=True)
class Link:
    """Text that leads to a file beside the page, or to a place (``#place``) in it."""

    text: str
    to: str

    @property
    def href(self) -> str:
        """``to`` as the attribute of a link has it."""
        return quote(self.to, safe="/#")


@dataclass(frozen=True)
class Status:
    """Text with a colour. The text alone must say it too."""

    text: str
    tone: Tone


@dataclass(frozen=True)
class Lines:
    """Texts on lines of their own."""

    lines: Sequence[str | Bilingual]


Value = str | int | float | bool | Bilingual | Link | Status | Lines | None
Heading = str | Bilingual
Row = Mapping[Heading, Value]


@dataclass(frozen=True)
class _Column:
    key: Heading
    heading: Heading
    is_figures: bool


def render(template: str, **context: Any) -> str:
    """The page or document of a template under ``templates/``; raises ``UndefinedError`` for a value not given."""
    return _ENVIRONMENT.get_template(template).render(context)


def share(value: float | None) -> str:
    """A share of 0 to 1 as per cent, with one decimal; one that is nearly all or nearly none is never rounded to it."""
    if value is None:
        return ""
    rounded = round(100 * value, 1)
    if rounded in (0, 100) and value not in (0, 1):
        return "> 99.9 %" if rounded else "< 0.1 %"
    return f"{rounded:.1f} %"


def _columns(rows: Sequence[Row]) -> list[_Column]:
    """The columns of a table, by the keys of its first row; ``la_code`` reads ``la code``.

    A column of nothing but figures is aligned to the right.
    """
    columns = []
    for key in rows[0]:
        heading = key.replace("_", " ") if isinstance(key, str) else key
        given = [row[key] for row in rows if row[key] not in (None, "")]
        columns.append(_Column(key, heading, is_figures=bool(given) and all(map(_is_figure, given))))
    return columns


def _is_figure(value: Value) -> bool:
    if isinstance(value, str):
        return _SHARE.fullmatch(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: float) -> str:
    return f"{value:.6g}" if isinstance(value, float) else f"{value:,}"


def _type_test(kind: type) -> Any:
    return lambda value: isinstance(value, kind)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("orchestration.reporting"),
        # Markdown is the one format that is not HTML
        autoescape=lambda name: not (name or "").endswith(".md.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"columns": _columns, "number": _number, "share": share}
    environment.tests |= {kind.__name__.lower(): _type_test(kind) for kind in (Bilingual, Link, Status, Lines)}
    environment.globals["stylesheet"] = stylesheet
    return environment


def stylesheet(*names: str) -> Markup:
    """The project's stylesheet, and after it the named ones beside it, as the content of a ``style`` element."""
    folder = Path(__file__).parent
    return Markup("\n".join((folder / name).read_text(encoding="utf-8") for name in ("style.css", *names)))


_ENVIRONMENT = _environment()
