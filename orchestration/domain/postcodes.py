"""The shape of a UK postcode, for Python; dbt's macros (``macros/postcode.sql``) say what it is.

SQL reads a postcode by rendering ``read_postcode``. Keep out where a postcode lies, which is the list's to say.
"""

from __future__ import annotations

import re

from orchestration.domain.dbt_macros import render_macro

OUTWARD_CODE = render_macro("outward_code()")
"""Pattern of the first half (``CF10``), in capitals."""

INWARD_CODE = render_macro("inward_code()")
"""Pattern of the second half (``1AA``), in capitals."""

PLACEHOLDER_OUTWARD_CODE = render_macro("placeholder_outward_code()")
"""First half of the postcodes that the NHS writes for no fixed abode, not known, or outside the country."""


def is_postcode(text: str) -> bool:
    """Whether a text has the shape of a postcode, whatever its case, spacing and punctuation."""
    return re.fullmatch(OUTWARD_CODE + INWARD_CODE, re.sub(r"[^A-Z0-9]", "", text.upper())) is not None
