"""The twenty-two local authorities of Wales and the names that files and folders may carry.

Facts about places only; who takes part in a cycle is the business of ``cycle.py``.
"""

from __future__ import annotations

import re

from orchestration.landing.contract.headings import fold

# GSS code: (number used in school numbers, English name, Welsh name)
WELSH_AUTHORITIES: dict[str, tuple[str, str, str]] = {
    "W06000001": ("660", "Isle of Anglesey", "Ynys Môn"),
    "W06000002": ("661", "Gwynedd", "Gwynedd"),
    "W06000003": ("662", "Conwy", "Conwy"),
    "W06000004": ("663", "Denbighshire", "Sir Ddinbych"),
    "W06000005": ("664", "Flintshire", "Sir y Fflint"),
    "W06000006": ("665", "Wrexham", "Wrecsam"),
    "W06000008": ("667", "Ceredigion", "Ceredigion"),
    "W06000009": ("668", "Pembrokeshire", "Sir Benfro"),
    "W06000010": ("669", "Carmarthenshire", "Sir Gaerfyrddin"),
    "W06000011": ("670", "Swansea", "Abertawe"),
    "W06000012": ("671", "Neath Port Talbot", "Castell-nedd Port Talbot"),
    "W06000013": ("672", "Bridgend", "Pen-y-bont ar Ogwr"),
    "W06000014": ("673", "Vale of Glamorgan", "Bro Morgannwg"),
    "W06000015": ("681", "Cardiff", "Caerdydd"),
    "W06000016": ("674", "Rhondda Cynon Taf", "Rhondda Cynon Taf"),
    "W06000018": ("676", "Caerphilly", "Caerffili"),
    "W06000019": ("677", "Blaenau Gwent", "Blaenau Gwent"),
    "W06000020": ("678", "Torfaen", "Torfaen"),
    "W06000021": ("679", "Monmouthshire", "Sir Fynwy"),
    "W06000022": ("680", "Newport", "Casnewydd"),
    "W06000023": ("666", "Powys", "Powys"),
    "W06000024": ("675", "Merthyr Tydfil", "Merthyr Tudful"),
}

# English authorities: unitary, district, metropolitan, London borough, county.
_ENGLISH = re.compile(r"E(06|07|08|09|10)\d{6}")
_CODE = re.compile(r"(?<![A-Z0-9])[WE]\d{8}(?!\d)")
_BY_NAME = {fold(name): code for code, names in WELSH_AUTHORITIES.items() for name in names}
_BY_NAME |= {"anglesey": "W06000001", "valeofglamorgan": "W06000014", "thevaleofglamorgan": "W06000014"}


def welsh_code(name: str) -> str | None:
    """The GSS code meant by the name of a file or folder: the code itself (alone or within the name), the
    authority's number, or its English or Welsh name. None where that is not one Welsh authority."""
    found = {code for code in _CODE.findall(name.upper()) if code in WELSH_AUTHORITIES}
    if found:
        return found.pop() if len(found) == 1 else None
    return _BY_NAME.get(fold(name))


def any_code(name: str) -> str | None:
    """As ``welsh_code``, and the code of any English authority too."""
    found = {code for code in _CODE.findall(name.upper()) if _ENGLISH.fullmatch(code)}
    if len(found) == 1 and welsh_code(name) is None:
        return found.pop()
    return welsh_code(name) if not found else None


def shown_authority(code: str) -> str:
    """An authority as a message names it: ``Cardiff (W06000015)``, or the bare code of an English one."""
    names = WELSH_AUTHORITIES.get(code)
    return f"{names[1]} ({code})" if names else code
