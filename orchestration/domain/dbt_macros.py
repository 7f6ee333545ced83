"""How staging reads a value, as SQL for rows that staging has not seen yet.

A name or a date must be read in one way only, and that way is a macro of the dbt project. Put here what turns a
call of such a macro into SQL. Keep out the macros themselves, and any that need dbt: a seed, a model, a variable.
"""

from __future__ import annotations

from functools import cache

import jinja2

from orchestration.paths import DBT_PROJECT_DIR

_MACROS = ("text", "postcode", "dates", "field_comparison")


@cache
def render_macro(call: str) -> str:
    """The SQL of a call such as ``fold_name('surname')``."""
    return _environment().from_string(_sources() + "{{ " + call + " }}").render().strip()


@cache
def _environment() -> jinja2.Environment:
    # what a macro needs of dbt fails here, and is not left out in silence
    return jinja2.Environment(undefined=jinja2.StrictUndefined)


@cache
def _sources() -> str:
    return "".join((DBT_PROJECT_DIR / "macros" / f"{name}.sql").read_text(encoding="utf-8") for name in _MACROS)
