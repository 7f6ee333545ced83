"""The macros of the dbt project, rendered as SQL for Python.

A name, a date or an id must be read and made in one way only, and that way is a macro of the dbt project. Put here
what turns a call of such a macro into SQL, or into the value that it returns. Keep out the macros themselves, and any
that need more of dbt than a seed: a model, a variable.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Any, NoReturn

import jinja2

from orchestration.paths import DBT_PROJECT_DIR


class _ReturnedError(Exception):
    """Carries the value that a macro gives to ``return``, as dbt's own rendering does."""

    def __init__(self, value: object) -> None:
        super().__init__("a macro that returns a value was rendered as text: call macro_value")
        self.value = value


@cache
def render_macro(call: str) -> str:
    """The SQL of a call such as ``fold_name('surname')``.

    Raises ``jinja2.UndefinedError`` where the macro needs dbt, ``FileNotFoundError`` where it refers to a model.
    """
    return _environment().from_string("{{ " + call + " }}").render(_macros()).strip()


@cache
def macro_value(call: str) -> Any:
    """The value that a call such as ``landing_sources()`` returns. Raises ``ValueError`` where it returns none."""
    try:
        render_macro(call)
    except _ReturnedError as returned:
        return returned.value
    raise ValueError(f"{call} returns no value: it writes SQL")


@cache
def seed_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a seed of the dbt project, all text."""
    with (DBT_PROJECT_DIR / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def _environment() -> jinja2.Environment:
    # what a macro needs of dbt fails here, and is not left out in silence
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"])
    environment.globals |= {"return": _give_back, "ref": _seed_as_query}
    return environment


@cache
def _macros() -> dict[str, Any]:
    sources = sorted((DBT_PROJECT_DIR / "macros").glob("*.sql"))
    return vars(_environment().from_string("".join(path.read_text(encoding="utf-8") for path in sources)).module)


def _give_back(value: object) -> NoReturn:
    raise _ReturnedError(value)


def _seed_as_query(name: str) -> str:
    """A seed where a macro refers to it, in full: Python may ask before dbt has loaded the seeds."""
    rows = seed_rows(name)
    quoted = ("'" + value.replace("'", "''") + "'" for row in rows for value in row.values())
    lines = ", ".join(f"({', '.join(line)})" for line in zip(*[quoted] * len(rows[0]), strict=True))
    return f"(select * from (values {lines}) as {name}({', '.join(rows[0])}))"
