"""SQL that makes ids, for Python: rendered from the macros that dbt makes them with (``macros/ids.sql``).

Put here each kind of id that Python makes or knows again. Keep out how an id is made.
"""

from __future__ import annotations

from orchestration.domain.dbt_macros import render_macro
from orchestration.domain.sources import LANDING_SOURCES


def record_id_sql(source: str) -> str:
    """The id of a record of a source; reads the columns ``cycle``, ``source_file`` and ``source_row``."""
    return render_macro(f"record_id('{LANDING_SOURCES[source].kind}')")


def child_id_sql(record_id: str) -> str:
    """The id of the child that a record is of; ``record_id`` is an SQL expression."""
    return render_macro(f"child_id('{record_id}')")


def person_id_sql(record_id: str) -> str:
    """The id of a person found by linkage; ``record_id`` is an SQL expression for the first of its records."""
    return render_macro(f"person_id('{record_id}')")


def is_child_id(text: str) -> bool:
    """Whether a text is of the form of a child's id; not whether there is such a child."""
    return text.startswith("child-")
