"""The files of the NHS, of school rolls and of neighbouring authorities, as each supplier writes them.

Put here the columns of those files. Keep out how an office writes (``offices.py``), lists that local authorities (LAs)
keep by hand (``list_files.py``) and which rows there are (the modules of rows).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np

from . import nhs_rows, roll_rows
from .offices import Office, births, by_la, postcodes, write_file
from .parameters import NHS
from .rows import dates
from .truth import Truth
from .world import World


def write_nhs(world: World, folder: Path, truth: Truth) -> int:
    """nhs/<la>.csv; returns the number of rows."""
    whole = nhs_rows.build(world)
    rng = world.rng("nhs files")
    placeholders = np.array(["-", "N/A", "UNKNOWN"], dtype=object)
    for i, part in by_la(whole, world):
        la = world.geo.authorities[i]
        office = Office.of(la.number, "nhs")
        blank = part["line_2"] == ""
        former = part["former"].copy()
        empty = np.flatnonzero((former == "") & (rng.random(len(part)) < 0.01))
        former[empty] = placeholders[rng.integers(0, 3, len(empty))]
        texts = {
            "SURNAME": part["surname"],
            "FORENAMES": part["forename"],
            "FORMER_SURNAME": former,
            "ADDRESS_LINE_1": part["line_1"],
            "ADDRESS_LINE_2": np.where(blank, part["town"], part["line_2"]),
            "ADDRESS_LINE_3": np.where(blank, "", part["town"]),
            "ADDRESS_LINE_4": np.where(rng.random(len(part)) < 0.3, la.name_en, ""),
        }
        written = {k: [v.upper() for v in values] if office.upper else values for k, values in texts.items()}
        written["POSTCODE"] = postcodes(part, office)
        born = births(part, rng, office.form, other_share=0.002 * world.noise * (NHS.birth_missing > 0))
        written = {
            "SURNAME": written.pop("SURNAME"),
            "FORENAMES": written.pop("FORENAMES"),
            "DATE_OF_BIRTH": born,
            **written,
        }
        write_file(folder, f"nhs/{la.code}.csv", part, office, written, world.reference - timedelta(days=i % 6), truth)
    return len(whole)


def write_rolls(world: World, folder: Path, truth: Truth) -> int:
    """local_authorities/<la>/plasc.csv; returns the number of rows."""
    whole = roll_rows.plasc(world)
    rng = world.rng("plasc files")
    for i, part in by_la(whole, world):
        la = world.geo.authorities[i]
        office = Office.of(la.number, "roll")
        columns = {
            "UPN": part["upn"],
            "FormerUPN": part["former_upn"],
            "Surname": part["surname"],
            "Forename": part["forename"],
            "MiddleNames": part["middle"],
            "PreferredSurname": part["preferred_surname"],
            "PreferredForename": part["preferred"],
            "FormerSurname": part["former"],
            "DOB": births(part, rng, office.form, other_share=0.0),
            "AddressLine1": part["line_1"],
            "AddressLine2": part["line_2"],
            "Town": part["town"],
            "Postcode": postcodes(part, office),
            "SchoolNumber": part["school"],
            "NCYear": part["year"],
            "EnrolStatus": part["status"],
            "EntryDate": dates(part["entered"], office.form),
            "LeavingDate": dates(part["left"], office.form),
            "LeavingReason": part["reason"],
            "DestinationSchool": part["destination"],
        }
        if la.number % 9 == 6:  # the law asks for the postcode only, and some LAs hold no more
            for name in ("AddressLine1", "AddressLine2", "Town"):
                columns.pop(name)
        write_file(
            folder,
            f"local_authorities/{la.code}/plasc.csv",
            part,
            office,
            columns,
            world.reference - timedelta(days=10 + i % 5),
            truth,
        )
    return len(whole)


def write_neighbours(world: World, folder: Path, truth: Truth) -> int:
    """neighbouring_authorities/<la>.csv of those that answered; returns the number of rows."""
    whole = roll_rows.neighbouring(world)
    rng = world.rng("neighbour files")
    las = world.geo.authorities
    codes = np.array([a.code for a in las], dtype=object)
    names = {school.number: school.name for school in world.edu.schools}
    for i in np.unique(whole["la"]):
        part = whole.take(np.flatnonzero(whole["la"] == i))
        office = Office.of(las[i].number, "list")
        columns = {
            "UPN": part["upn"],
            "Surname": part["surname"],
            "Forename": part["forename"],
            "DOB": births(part, rng, office.form, other_share=0.005 * world.noise),
            "Postcode": postcodes(part, office),
            "HomeLA": codes[part["home"]],
            "SchoolNumber": part["school"],
            "SchoolName": np.array([names[n] for n in part["school"].tolist()], dtype=object),
            "EnrolStatus": np.full(len(part), "C", dtype=object),
        }
        write_file(
            folder,
            f"neighbouring_authorities/{las[i].code}.csv",
            part,
            office,
            columns,
            world.reference + timedelta(days=int(i) % 9 - 4),
            truth,
        )
    return len(whole)
