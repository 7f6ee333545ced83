"""The returns of independent schools: each in its own layout, language and kind of file, some late, some never.

Put here what independent schools send. The law asks for name, address with postcode and birth date.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np

from . import documents, errors, rows
from .education import CODE
from .offices import births, note_lost_marks
from .parameters import LISTS
from .schools import School
from .truth import Truth
from .world import World

FORMS = ("xlsx", "csv", "docx", "eml")
_ENGLISH = {
    "surname": ("Surname", "Family name"),
    "forename": ("Forename", "First name"),
    "full": ("Full name", "Pupil name"),
    "born": ("Date of birth", "DOB"),
    "house": ("House number or name",),
    "street": ("Street",),
    "town": ("Town",),
    "address": ("Address", "Home address"),
    "postcode": ("Postcode", "Post code"),
    "upn": ("UPN",),
    "placed": ("Placed by local authority",),
    "boarder": ("Boarder",),
}
_WELSH = {
    "surname": ("Cyfenw",),
    "forename": ("Enw cyntaf",),
    "full": ("Enw llawn",),
    "born": ("Dyddiad geni",),
    "house": ("Rhif neu enw'r tŷ",),
    "street": ("Stryd",),
    "town": ("Tref",),
    "address": ("Cyfeiriad",),
    "postcode": ("Cod post",),
    "upn": ("UPN",),
    "placed": ("Lleolwyd gan awdurdod lleol",),
    "boarder": ("Preswylydd",),
}
_EXTRA = (("Year group", "year"), ("Form", "form"), ("Fee status", "fees"))


def build(world: World) -> rows.Rows:
    """Rows of all independent schools, with column ``school``, in the order of schools."""
    rng = world.rng("independent schools")
    kids, edu, rates = world.kids, world.edu, world.rates
    attends = edu.has("independent", "independent_placed")
    attends &= kids.in_age | (rng.random(len(kids.born)) < rates.return_out_of_age)
    person = np.flatnonzero(attends)
    whole = rows.identity(kids, world.homes, world.geo, person, source="school", rng=rng, rates=world.rates)
    whole["school"] = edu.school[person]
    whole["placed"] = edu.state[person] == CODE["independent_placed"]
    whole["boards"] = (rng.random(len(person)) < 0.06) | ~edu.resident[person]
    whole.flag(~kids.in_age[person], "out_of_age")
    whole.flag(~edu.resident[person], "out_of_area")
    errors.corrupt(whole, kids, world.homes, rng, LISTS, noise=world.noise)
    upn = rows.upns(kids, world.numbers()[kids.la[person]], edu.school[person], person)
    whole["upn"] = np.where(whole["placed"] | (rng.random(len(person)) < 0.05), upn, "")
    rows.add_address(whole, world.geo, rng, 0.1)
    return whole.take(np.lexsort((rng.random(len(whole)), whole["school"])))


def write(world: World, folder: Path, truth: Truth) -> tuple[int, tuple[School, ...]]:
    """independent_schools/<school number>.<form>; returns the number of rows and the schools that never answered."""
    whole = build(world)
    rng = world.rng("independent school files")
    rates = world.rates
    present = set(whole["school"].tolist())
    schools = [world.edu.independents[n] for n in rng.permutation(len(world.edu.independents))]
    schools = [s for s in schools if s.number in present] + [s for s in schools if s.number not in present]
    # the first four make sure that every form is there, and answer
    answer = max(len(FORMS), len(present) - round(len(present) * rates.school_never_returns))
    late = answer - round(answer * rates.school_late)
    silent, total = [], 0
    for order, school in enumerate(schools):
        draw = rng.random(5)  # typed dates, columns, language, layout, dates
        # steps of the golden ratio spread the forms evenly, so that few schools still show the shares
        spread = (order * 0.618034 + 0.31) % 1
        form = (
            FORMS[order]
            if order < len(FORMS)
            else FORMS[int(np.searchsorted(np.cumsum(rates.school_forms)[:-1], spread))]
        )
        if school.number not in present or order >= answer:
            silent.append(school)
            continue
        part = whole.take(np.flatnonzero(whole["school"] == school.number))
        name = f"independent_schools/{school.number}.{form}"
        headings, columns, dated = _layout(world, part, rng, form, draw)
        received = world.reference + timedelta(days=int(draw[4] * 18))
        if late <= order:
            received = world.reference + timedelta(days=21 + int(draw[4] * 20))
        path = folder / name
        if form == "csv":
            encoding = ("utf-8-sig", "cp1252")[order % 2]
            documents.write_csv(path, headings, columns, encoding=encoding, line_end="\r\n")
            note_lost_marks(part, encoding)
        elif form == "xlsx":
            documents.write_xlsx(path, headings, columns, date_columns=frozenset(dated))
        elif form == "docx":
            documents.write_docx(path, headings, columns, opening=f"{school.name}: pupils on roll")
        else:
            documents.write_eml(
                path,
                headings,
                columns,
                opening="Please find our pupils below.",
                sender=f"office@{school.number}.example.org",
                sent=received,
            )
        documents.stamp(path, received)
        truth.add(name, part)
        total += len(part)
    return total, tuple(silent)


def _layout(
    world: World, part: rows.Rows, rng: np.random.Generator, form: str, draw: np.ndarray
) -> tuple[list[str], list[list[str]], list[int]]:
    """Headings and columns of one school's return, and which columns hold typed dates."""
    welsh = draw[2] < world.rates.school_welsh_headings
    words = _WELSH if welsh else _ENGLISH
    word = {key: options[int(draw[3] * 97) % len(options)] for key, options in words.items()}
    one_name, one_address = draw[3] < 0.2, 0.25 < draw[3] < 0.5
    typed = form == "xlsx" and draw[0] < 0.5
    date_form = "iso" if typed else ("slash", "long", "dots", "month_name", "slash")[int(draw[4] * 5)]
    born = births(part, rng, date_form, other_share=0.0 if typed else 0.01 * world.noise)
    columns: dict[str, list[str]] = {}
    if one_name:
        columns[word["full"]] = [f"{a} {b}".strip() for a, b in zip(part["forename"], part["surname"], strict=True)]
    else:
        columns[word["surname"]] = part["surname"].tolist()
        columns[word["forename"]] = part["forename"].tolist()
    columns[word["born"]] = born.tolist()
    if one_address:
        columns[word["address"]] = [
            ", ".join(x for x in lines if x) for lines in zip(part["line_1"], part["line_2"], part["town"], strict=True)
        ]
    else:
        columns[word["house"]] = part["house_text"].tolist()
        columns[word["street"]] = part["street"].tolist()
        columns[word["town"]] = part["town"].tolist()
    columns[word["postcode"]] = [p.lower() for p in part["postcode"]] if draw[2] > 0.93 else part["postcode"].tolist()
    yes, no = ("Ydy", "Nac ydy") if welsh else ("Yes", "No")
    if draw[1] < 0.75 or np.any(part["placed"]):
        columns[word["upn"]] = part["upn"].tolist()
        columns[word["placed"]] = np.where(part["placed"], yes, no).tolist()
    if np.any(part["boards"]):
        columns[word["boarder"]] = np.where(part["boards"], yes, no).tolist()
    if draw[4] < world.rates.school_extra_columns:
        heading, kind = _EXTRA[int(draw[0] * 97) % len(_EXTRA)]
        year = world.kids.school_year[part.person]
        columns[heading] = [
            f"Year {y}" if kind == "year" else f"{max(y, 0)}{'ABC'[n % 3]}" if kind == "form" else "Full"
            for n, y in enumerate(year.tolist())
        ]
    return list(columns), list(columns.values()), [list(columns).index(word["born"])] if typed else []
