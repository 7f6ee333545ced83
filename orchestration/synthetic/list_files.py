"""The files of the lists that participating local authorities (LAs) keep by hand, as each LA writes them.

Put here the columns of those files. Keep out which rows there are (``list_rows.py``).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np

from . import list_rows
from .offices import Office, births, by_la, postcodes, write_file
from .rows import Rows, dates
from .truth import Truth
from .world import World

Columns = dict[str, list[str] | np.ndarray]
"""Values by heading of the contract, in the order of the file."""


def write_lists(world: World, folder: Path, truth: Truth) -> dict[str, int]:
    """ehe.csv, eotas.csv, ooc.csv and cme.csv of each participating LA; returns the number of rows of each kind."""
    rng = world.rng("list files")
    written = {}
    for name, whole in (
        ("ehe", list_rows.ehe(world)),
        ("eotas", list_rows.eotas(world)),
        ("ooc", list_rows.out_of_county(world)),
        ("cme", list_rows.cme(world)),
    ):
        for i, part in by_la(whole, world):
            la = world.geo.authorities[i]
            office = Office.of(la.number + len(name), "list")
            born = births(part, rng, office.form, other_share=0.02 * world.noise)
            columns = _COLUMNS[name](world, part, office, _name_columns(part, born), _home_columns(part, office))
            path = f"local_authorities/{la.code}/{name}.csv"
            received = world.reference - timedelta(days=8 + i % 5)
            write_file(folder, path, part, office, columns, received, truth)
        written[name] = len(whole)
    return written


def _name_columns(part: Rows, born: np.ndarray) -> Columns:
    return {
        "UPN": part["upn"],
        "Surname": part["surname"],
        "Forename": part["forename"],
        "MiddleNames": part["middle"],
        "DOB": born,
    }


def _home_columns(part: Rows, office: Office) -> Columns:
    return {
        "AddressLine1": part["line_1"],
        "AddressLine2": part["line_2"],
        "Town": part["town"],
        "Postcode": postcodes(part, office),
    }


def _parent_columns(part: Rows) -> Columns:
    return {
        "ParentName": part["parent_name"],
        "ParentPhone": part["parent_phone"],
        "ParentEmail": part["parent_email"],
    }


def _ehe(world: World, part: Rows, office: Office, names: Columns, home: Columns) -> Columns:
    numbers = world.numbers()[part["la"]]
    return {
        "LocalID": [f"EHE/{number}/{n + 1:04d}" for n, number in enumerate(numbers)],
        **names,
        **home,
        "Suitability": part["suitability"],
        "StartDate": dates(part["start"], office.form),
        "EndDate": dates(part["end"], office.form),
        "LastReviewDate": dates(part["reviewed"], office.form),
        **_parent_columns(part),
    }


def _eotas(_: World, part: Rows, office: Office, names: Columns, home: Columns) -> Columns:
    return {
        **names,
        **home,
        "ProvisionType": part["provision"],
        "ProviderName": part["provider"],
        "ProviderAddress": part["provider_address"],
        "StartDate": dates(part["start"], office.form),
        "EndDate": dates(part["end"], office.form),
        "ALNProvision": part["provision_aln"],
    }


def _ooc(world: World, part: Rows, _: Office, names: Columns, home: Columns) -> Columns:
    codes = np.array([a.code for a in world.geo.authorities], dtype=object)
    return {
        **{heading: values for heading, values in names.items() if heading != "MiddleNames"},
        **home,
        "HostLA": codes[part["host"]],
        "SchoolNumber": part["school_number"],
        "SchoolName": part["school_name"],
        "PlacedByLA": part["placed"],
    }


def _cme(_: World, part: Rows, office: Office, names: Columns, home: Columns) -> Columns:
    return {
        "CaseRef": part["case"],
        **names,
        "FormerSurname": part["former"],
        "OpenedDate": dates(part["opened"], office.form),
        **home,
        **_parent_columns(part),
        "ParentAddress": part["parent_address"],
        "ParentPostcode": part["parent_postcode"],
        "Reason": part["reason"],
        "ClosedDate": dates(part["closed"], office.form),
        "ClosureReason": part["closure"],
        "ALNNeed": part["aln"],
        "ALNProvision": part["aln_provision"],
    }


_COLUMNS = {"ehe": _ehe, "eotas": _eotas, "ooc": _ooc, "cme": _cme}
