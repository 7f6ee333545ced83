"""The macros that fold names and addresses and cut them into words.

Put here which lists of words the macros are made with. Keep out the macros themselves (``sql/features``) and lists that
other packages need too (``orchestration.domain.text``).

Welsh is why the folding is as it is: diacritics are lost on the NHS side (Siôn, SION), a street may
be given in either language (Heol y Castell, Castle Road), and ``ap``, ``ab`` and ``ferch`` come and go.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from orchestration.domain.dbt_macros import render_macro
from orchestration.domain.text import NAME_PARTICLES, NAME_PREFIXES, NO_FORENAME_WORDS, PATRONYMICS, STREET_WORDS
from orchestration.linkage.stages import sql

# "Twin 1", "Baby A": these stand for no forename only beside one of NO_FORENAME_WORDS.
ORDINALS = ("one", "two", "three", "a", "b", "c", "i", "ii", "iii", "1", "2", "3", "of")


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make the macros of text, names and addresses, each shown by example in its file."""
    sql.run(
        con,
        "features/text_macros",
        **{name: render_macro(f"{name}('t')") for name in ("plain", "fold_words", "fold_name", "fold")},
    )
    sql.run(
        con,
        "features/name_macros",
        no_forename_words=_sql_list(NO_FORENAME_WORDS),
        ordinals=_sql_list(ORDINALS),
        name_prefixes="|".join(NAME_PREFIXES),
        patronymics=_sql_list(PATRONYMICS),
        name_particles=_sql_list(NAME_PARTICLES),
    )
    sql.run(con, "features/address_macros", street_words=_sql_list(STREET_WORDS))


def _sql_list(words: Iterable[str]) -> str:
    """Constant words as an SQL list: a macro takes no parameter."""
    return "[" + ", ".join(f"'{word}'" for word in words) + "]"
