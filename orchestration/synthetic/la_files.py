"""The files of the NHS, of participating local authorities (LAs) and of neighbours, as each supplier writes them.

Put here headings, date forms, letter case, encodings and line ends: what differs from office to office. Which rows
there are is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from . import errors, list_rows, nhs_rows, roll_rows
from .documents import for_windows, stamp, write_csv
from .parameters import NHS
from .rows import DATE_FORMS, MISSING_DAY, Rows, dates
from .truth import Truth
from .world import World

_NHS_FORMS = ("slash", "month_name", "slash", "iso", "digits", "slash", "dots", "long")
_LIST_FORMS = ("slash", "iso", "slash", "long", "month_name", "short_slash", "excel", "dots")


@dataclass(frozen=True)
class Office:
    """How one office writes a file; chosen by the LA's number, so the same in every sample."""

    form: str
    upper: bool
    no_space: bool
    encoding: str
    line_end: str
    heading: Callable[[str], str]

    @staticmethod
    def of(number: int, kind: str) -> Office:
        """The habits of an LA for ``nhs``, ``roll`` or ``list`` files."""
        key = number * 7 + {"nhs": 0, "roll": 3, "list": 5}[kind]
        forms = {"nhs": _NHS_FORMS, "roll": ("iso", "slash", "iso", "digits"), "list": _LIST_FORMS}[kind]
        headings = (str, str.upper, str.lower, lambda h: h.replace("_", " ").title() if "_" in h else h, str)
        return Office(
            form=forms[key % len(forms)],
            upper=kind == "nhs" and key % 5 != 1,
            no_space=key % 6 == 2,
            encoding=("utf-8", "utf-8-sig", "cp1252", "utf-8")[key % 4]
            if kind != "roll"
            else ("utf-8", "utf-8-sig")[key % 2],
            line_end="\r\n" if key % 3 else "\n",
            heading=headings[key % len(headings)],
        )


def births(part: Rows, rng: np.random.Generator, form: str, *, other_share: float) -> np.ndarray:
    """Birth dates in the office's form, a share of them in another."""
    texts = dates(part["born"], form)
    odd = np.flatnonzero((rng.random(len(part)) < other_share) & (part["born"] != MISSING_DAY))
    which = rng.integers(0, len(DATE_FORMS), len(odd))
    for n, name in enumerate(DATE_FORMS):
        texts[odd[which == n]] = dates(part["born"][odd[which == n]], name)
    part.flag(odd, "date_format")
    return errors.date_column(part, rng, texts)


def note_lost_marks(part: Rows, encoding: str) -> None:
    """Windows-1252 has no ŵ or ŷ: note the names that the file could not hold as they are."""
    if encoding == "cp1252":
        names = (part["surname"] + part["forename"]).tolist()
        part.flag(np.array([for_windows(name) != name for name in names], dtype=bool), "diacritics_lost")


def _postcodes(part: Rows, office: Office) -> list[str]:
    return [p.replace(" ", "") for p in part["postcode"]] if office.no_space else part["postcode"].tolist()


def _by_la(whole: Rows, world: World) -> Iterator[tuple[int, Rows]]:
    """The rows of each LA in turn, LAs of the sample without rows included."""
    edges = np.searchsorted(whole["la"], np.arange(len(world.geo.authorities) + 1))
    for i in range(len(world.geo.authorities)):
        if i in world.participating or edges[i] < edges[i + 1]:
            yield i, whole.take(np.arange(edges[i], edges[i + 1]))


def _write(
    folder: Path,
    name: str,
    part: Rows,
    office: Office,
    columns: dict[str, list[str] | np.ndarray],
    received: date,
    truth: Truth,
) -> None:
    values = [c if isinstance(c, list) else c.tolist() for c in columns.values()]
    write_csv(
        folder / name, [office.heading(h) for h in columns], values, encoding=office.encoding, line_end=office.line_end
    )
    stamp(folder / name, received)
    note_lost_marks(part, office.encoding)
    truth.add(name, part)


def write_nhs(world: World, folder: Path, truth: Truth) -> int:
    """nhs/<la>.csv; the number of rows."""
    whole = nhs_rows.build(world)
    rng = world.rng("nhs files")
    placeholders = np.array(["-", "N/A", "UNKNOWN"], dtype=object)
    for i, part in _by_la(whole, world):
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
        written["POSTCODE"] = _postcodes(part, office)
        born = births(part, rng, office.form, other_share=0.002 * world.noise * (NHS.birth_missing > 0))
        written = {
            "SURNAME": written.pop("SURNAME"),
            "FORENAMES": written.pop("FORENAMES"),
            "DATE_OF_BIRTH": born,
            **written,
        }
        _write(folder, f"nhs/{la.code}.csv", part, office, written, world.reference - timedelta(days=i % 6), truth)
    return len(whole)


def write_rolls(world: World, folder: Path, truth: Truth) -> int:
    """local_authorities/<la>/plasc.csv; the number of rows."""
    whole = roll_rows.plasc(world)
    rng = world.rng("plasc files")
    for i, part in _by_la(whole, world):
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
            "Postcode": _postcodes(part, office),
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
        _write(
            folder,
            f"local_authorities/{la.code}/plasc.csv",
            part,
            office,
            columns,
            world.reference - timedelta(days=10 + i % 5),
            truth,
        )
    return len(whole)


def write_lists(world: World, folder: Path, truth: Truth) -> dict[str, int]:
    """ehe.csv, eotas.csv, ooc.csv and cme.csv of each participating LA; the number of rows of each kind."""
    rng = world.rng("list files")
    codes = np.array([a.code for a in world.geo.authorities], dtype=object)
    written = {}
    for name, whole in (
        ("ehe", list_rows.ehe(world)),
        ("eotas", list_rows.eotas(world)),
        ("ooc", list_rows.out_of_county(world)),
        ("cme", list_rows.cme(world)),
    ):
        for i, part in _by_la(whole, world):
            la = world.geo.authorities[i]
            office = Office.of(la.number + len(name), "list")
            born = births(part, rng, office.form, other_share=0.02 * world.noise)
            who = {
                "UPN": part["upn"],
                "Surname": part["surname"],
                "Forename": part["forename"],
                "MiddleNames": part["middle"],
                "DOB": born,
            }
            home = {
                "AddressLine1": part["line_1"],
                "AddressLine2": part["line_2"],
                "Town": part["town"],
                "Postcode": _postcodes(part, office),
            }
            parents = (
                {
                    "ParentName": part["parent_name"],
                    "ParentPhone": part["parent_phone"],
                    "ParentEmail": part["parent_email"],
                }
                if name in ("ehe", "cme")
                else {}
            )
            if name == "ehe":
                local = [f"EHE/{la.number}/{n + 1:04d}" for n in range(len(part))]
                columns = {
                    "LocalID": local,
                    **who,
                    **home,
                    "Suitability": part["suitability"],
                    "StartDate": dates(part["start"], office.form),
                    "EndDate": dates(part["end"], office.form),
                    "LastReviewDate": dates(part["reviewed"], office.form),
                    **parents,
                }
            elif name == "eotas":
                columns = {
                    **who,
                    **home,
                    "ProvisionType": part["provision"],
                    "ProviderName": part["provider"],
                    "ProviderAddress": part["provider_address"],
                    "StartDate": dates(part["start"], office.form),
                    "EndDate": dates(part["end"], office.form),
                    "ALNProvision": part["provision_aln"],
                }
            elif name == "ooc":
                who.pop("MiddleNames")
                columns = {
                    **who,
                    **home,
                    "HostLA": codes[part["host"]],
                    "SchoolNumber": part["school_number"],
                    "SchoolName": part["school_name"],
                    "PlacedByLA": part["placed"],
                }
            else:
                columns = {
                    "CaseRef": part["case"],
                    **who,
                    "FormerSurname": part["former"],
                    "OpenedDate": dates(part["opened"], office.form),
                    **home,
                    **parents,
                    "ParentAddress": part["parent_address"],
                    "ParentPostcode": part["parent_postcode"],
                    "Reason": part["reason"],
                    "ClosedDate": dates(part["closed"], office.form),
                    "ClosureReason": part["closure"],
                    "ALNNeed": part["aln"],
                    "ALNProvision": part["aln_provision"],
                }
            _write(
                folder,
                f"local_authorities/{la.code}/{name}.csv",
                part,
                office,
                columns,
                world.reference - timedelta(days=8 + i % 5),
                truth,
            )
        written[name] = len(whole)
    return written


def write_neighbours(world: World, folder: Path, truth: Truth) -> int:
    """neighbouring_authorities/<la>.csv of those that answered; the number of rows."""
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
            "Postcode": _postcodes(part, office),
            "HomeLA": codes[part["home"]],
            "SchoolNumber": part["school"],
            "SchoolName": np.array([names[n] for n in part["school"].tolist()], dtype=object),
            "EnrolStatus": np.full(len(part), "C", dtype=object),
        }
        _write(
            folder,
            f"neighbouring_authorities/{las[i].code}.csv",
            part,
            office,
            columns,
            world.reference + timedelta(days=int(i) % 9 - 4),
            truth,
        )
    return len(whole)
