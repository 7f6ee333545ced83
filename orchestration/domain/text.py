"""Words and names: how text is folded, which words stand for nothing, for a particle of a name or a kind of street.

The rules that SQL applies to values are macros and seeds of the dbt project; here is what Python needs of them. Put
here a list of words or a way of folding that more than one package uses. Keep out what only one comparison of linkage
needs (``linkage/features``).

There are two ways to fold. A **name** of a child is folded by the macro ``fold_name``, which keys are made of, and only
in SQL. A **label** is what a supplier writes on a heading, a file, a folder or an option of a form; it is folded by
``fold_label``, and only in Python. They stay apart because a label also sets aside what no name has: a byte-order mark,
full-width and superscript forms. Neither may be compared with the other.
"""

from __future__ import annotations

import unicodedata

from orchestration.domain.dbt_macros import render_macro, seed_rows


def plain_label(text: str) -> str:
    """A label in lower case without diacritics: ``Grŵp 7`` is ``grwp 7``."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def fold_label(text: str) -> str:
    """A label without case, diacritics, byte-order mark, spaces or punctuation: ``D.O.B.`` is ``dob`` and
    ``Côd_Post`` is ``codpost``."""
    return "".join(c for c in plain_label(text) if c.isalnum())


def _alternatives(macro: str) -> tuple[str, ...]:
    """The words of a macro that writes them as alternatives of a pattern: ``ap|ab|ferch``."""
    return tuple(render_macro(f"{macro}()").split("|"))


PATRONYMICS = _alternatives("patronymics")
"""Welsh words for son and daughter of, which come and go before a surname."""

NAME_PREFIXES = _alternatives("name_prefixes")
"""Beginnings of a surname that are written joined to the rest or apart."""

NAME_PARTICLES = _alternatives("name_particles")
"""Words that belong to the surname after them and are no surname alone, folded; those above included."""

NO_FORENAME_WORDS = tuple(
    row["phrase"]
    for row in seed_rows("placeholder_phrases")
    if row["meaning"] in ("no_value", "not_yet_named", "uncertain") and row["phrase"].isalnum()
)
"""Single folded words that stand where a forename should be (*baby*, *twin*, *unknown*) and are not compared by."""

_STREET_TYPES = dict(line.strip().split(": ") for line in render_macro("street_types()").splitlines())

# Kinds of street with one form, and articles; none has another word to be compared with.
_OTHER_STREET_WORDS = (
    *("grove", "way", "row", "view", "hill", "rise", "walk", "maes", "llwyn", "rhes", "rhiw", "tyle"),
    *("y", "yr", "the", "of"),
)

STREET_WORDS = (*_STREET_TYPES, *" ".join(_STREET_TYPES.values()).split(), *_OTHER_STREET_WORDS)
"""Folded words that do not tell one street from another, in either language: kinds of street and articles. (Which of
them mean the same kind is the business of the macro ``fold_address``.)"""
