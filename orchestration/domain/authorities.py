"""The local authorities of Wales, and what the names of files and folders mean by one.

The list is the seed ``local_authorities`` of the dbt project. Facts about places only; who takes part in a cycle is the
business of ``landing/cycle.py``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from orchestration.domain.dbt_macros import seed_rows
from orchestration.domain.text import fold_label


class WelshAuthority(NamedTuple):
    """A local authority of Wales: the number that begins its school numbers, and its names."""

    number: str
    name_en: str
    name_cy: str


WELSH_AUTHORITIES: dict[str, WelshAuthority] = {
    row["lad_cd"]: WelshAuthority(row["la_no"], row["name_en"], row["name_cy"])
    for row in sorted(seed_rows("local_authorities"), key=lambda row: row["lad_cd"])
}
"""The twenty-two by GSS code, in the order of their codes."""

# English authorities: unitary, district, metropolitan, London borough, county.
_ENGLISH = re.compile(r"E(06|07|08|09|10)\d{6}")
_CODE = re.compile(r"(?<![A-Z0-9])[WE]\d{8}(?!\d)")
# other names in use, beside those of the list
_ALSO_CALLED = {"anglesey": "W06000001", "thevaleofglamorgan": "W06000014"}
_BY_NAME = {fold_label(name): code for code, names in WELSH_AUTHORITIES.items() for name in names} | _ALSO_CALLED


def welsh_code(name: str) -> str | None:
    """The GSS code meant by the name of a file or folder: the code itself (alone or within the name), the
    authority's number, or its English or Welsh name. None where that is not one Welsh authority."""
    found = {code for code in _CODE.findall(name.upper()) if code in WELSH_AUTHORITIES}
    if found:
        return found.pop() if len(found) == 1 else None
    return _BY_NAME.get(fold_label(name))


def any_code(name: str) -> str | None:
    """As ``welsh_code``, and the code of any English authority too."""
    found = {code for code in _CODE.findall(name.upper()) if _ENGLISH.fullmatch(code)}
    if len(found) == 1 and welsh_code(name) is None:
        return found.pop()
    return welsh_code(name) if not found else None


def la_names() -> dict[str, str]:
    """English name of each authority of Wales, by its GSS code."""
    return {code: authority.name_en for code, authority in WELSH_AUTHORITIES.items()}


def shown_authority(code: str) -> str:
    """An authority as a message names it: ``Cardiff (W06000015)``, or the bare code of an English one."""
    authority = WELSH_AUTHORITIES.get(code)
    return f"{authority.name_en} ({code})" if authority else code
