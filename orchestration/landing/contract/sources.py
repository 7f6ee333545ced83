"""The sources: what each supplier is asked for, as data.

One ``Source`` a kind of file. The same object is used to find headings, to check that nothing needed is
missing, to create the raw table and to write the documentation. Put a column here when a supplier may send
it. Keep out the rules on values (the gate and staging own those) and how a heading may be spelt: the
spellings and the meaning of each column, which sources share, are in ``columns.toml``.

A column that is not named here is never stored (data minimisation: the regulations ask the NHS for a
name, an address and a date of birth, and for nothing else).
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.landing.contract.columns import NEVER_STORED, OFF, OPTIONAL, REQUIRED, Column, Source, vocabulary


def _source(
    name: str,
    place: str,
    description: str,
    *,
    headings: dict[str, str],
    required: str,
    off: str = "",
    never_stored: str = "",
    either: tuple[tuple[str, ...], ...] = (),
) -> Source:
    """A source with the words of ``columns.toml``.

    ``headings`` gives the contract's heading of each column; ``required``, ``off`` and ``never_stored`` list names of
    columns, divided by spaces; all others are optional.
    """
    needs = {n: REQUIRED for n in required.split()}
    needs |= {n: OFF for n in off.split()} | {n: NEVER_STORED for n in never_stored.split()}
    columns = []
    for column, heading in headings.items():
        words = vocabulary()[column]
        spelling = vocabulary()[words.like] if words.like else words
        variants = (*words.headings, *spelling.headings, *spelling.welsh)
        need = needs.get(column, OPTIONAL)
        columns.append(Column(column, heading, need, words.meaning, tuple(dict.fromkeys(variants))))
    return Source(name, place, description, tuple(columns), either)


_ADDRESS = {"address_line_1": "AddressLine1", "address_line_2": "AddressLine2"}

NHS = _source(
    "nhs",
    "nhs/<la>.csv",
    "The extract of NHS Wales Shared Services Partnership for one local authority.",
    headings={
        "surname": "SURNAME",
        "forenames": "FORENAMES",
        "date_of_birth": "DATE_OF_BIRTH",
        "address_line_1": "ADDRESS_LINE_1",
        "address_line_2": "ADDRESS_LINE_2",
        "address_line_3": "ADDRESS_LINE_3",
        "address_line_4": "ADDRESS_LINE_4",
        "postcode": "POSTCODE",
        "former_surname": "FORMER_SURNAME",
        "uprn": "UPRN",
        "parent_names": "PARENT_NAMES",
        "nhs_number": "NHS_NUMBER",
        "last_updated": "LAST_UPDATED",
    },
    required="surname forenames date_of_birth address_line_1 postcode",
    off="uprn parent_names nhs_number last_updated",
)

PLASC = _source(
    "plasc",
    "local_authorities/<la>/plasc.csv",
    "Pupils on the rolls of the authority's maintained schools, wherever they live, leavers included.",
    headings={
        "upn": "UPN",
        "former_upn": "FormerUPN",
        "surname": "Surname",
        "forename": "Forename",
        "middle_names": "MiddleNames",
        "preferred_surname": "PreferredSurname",
        "preferred_forename": "PreferredForename",
        "former_surname": "FormerSurname",
        "sex": "Sex",
        "dob": "DOB",
        **_ADDRESS,
        "address_line_3": "AddressLine3",
        "town": "Town",
        "postcode": "Postcode",
        "uprn": "UPRN",
        "school_number": "SchoolNumber",
        "nc_year": "NCYear",
        "enrol_status": "EnrolStatus",
        "entry_date": "EntryDate",
        "leaving_date": "LeavingDate",
        "leaving_reason": "LeavingReason",
        "destination_school": "DestinationSchool",
        "aln_provision": "ALNProvision",
    },
    required="upn surname forename dob postcode school_number nc_year enrol_status",
    never_stored="sex",
)

EHE = _source(
    "ehe",
    "local_authorities/<la>/ehe.csv",
    "Home educated children known to the authority.",
    headings={
        "local_id": "LocalID",
        "upn": "UPN",
        "surname": "Surname",
        "forename": "Forename",
        "middle_names": "MiddleNames",
        "dob": "DOB",
        **_ADDRESS,
        "town": "Town",
        "postcode": "Postcode",
        "suitability": "Suitability",
        "start_date": "StartDate",
        "end_date": "EndDate",
        "last_review_date": "LastReviewDate",
        "parent_name": "ParentName",
        "parent_phone": "ParentPhone",
        "parent_email": "ParentEmail",
    },
    required="local_id surname forename dob postcode suitability",
)

EOTAS = _source(
    "eotas",
    "local_authorities/<la>/eotas.csv",
    "Education otherwise than at school that the authority funds.",
    headings={
        "upn": "UPN",
        "surname": "Surname",
        "forename": "Forename",
        "middle_names": "MiddleNames",
        "dob": "DOB",
        **_ADDRESS,
        "town": "Town",
        "postcode": "Postcode",
        "provision_type": "ProvisionType",
        "provider_name": "ProviderName",
        "provider_address": "ProviderAddress",
        "start_date": "StartDate",
        "end_date": "EndDate",
        "aln_provision": "ALNProvision",
    },
    required="surname forename dob postcode provision_type",
)

OOC = _source(
    "ooc",
    "local_authorities/<la>/ooc.csv",
    "Resident children known to be educated out of county.",
    headings={
        "upn": "UPN",
        "surname": "Surname",
        "forename": "Forename",
        "dob": "DOB",
        **_ADDRESS,
        "town": "Town",
        "postcode": "Postcode",
        "host_la": "HostLA",
        "school_number": "SchoolNumber",
        "school_name": "SchoolName",
        "placed_by_la": "PlacedByLA",
    },
    required="surname forename dob postcode host_la",
)

CME_REGISTER = _source(
    "cme_register",
    "local_authorities/<la>/cme.csv",
    "The authority's own register of children missing education, as it stood before the cycle.",
    headings={
        "case_ref": "CaseRef",
        "upn": "UPN",
        "surname": "Surname",
        "forename": "Forename",
        "middle_names": "MiddleNames",
        "former_surname": "FormerSurname",
        "dob": "DOB",
        "opened_date": "OpenedDate",
        **_ADDRESS,
        "town": "Town",
        "postcode": "Postcode",
        "parent_name": "ParentName",
        "parent_address": "ParentAddress",
        "parent_postcode": "ParentPostcode",
        "parent_phone": "ParentPhone",
        "parent_email": "ParentEmail",
        "reason": "Reason",
        "closed_date": "ClosedDate",
        "closure_reason": "ClosureReason",
        "education_provider_name": "EducationProviderName",
        "education_provider_address": "EducationProviderAddress",
        "aln_need": "ALNNeed",
        "aln_provision": "ALNProvision",
    },
    required="case_ref surname forename dob opened_date",
)

NEIGHBOURING = _source(
    "neighbouring",
    "neighbouring_authorities/<la>.csv",
    "Pupils on a non-participating neighbour's rolls who live in a participating authority.",
    headings={
        "upn": "UPN",
        "surname": "Surname",
        "forename": "Forename",
        "dob": "DOB",
        "postcode": "Postcode",
        "home_la": "HomeLA",
        "school_number": "SchoolNumber",
        "school_name": "SchoolName",
        "enrol_status": "EnrolStatus",
    },
    required="surname forename dob postcode home_la",
)

INDEPENDENT_SCHOOLS = _source(
    "independent_schools",
    "independent_schools/<school>.xlsx, .csv, .docx or .eml",
    "The return of one independent school, in English or Welsh.",
    headings={
        "surname": "Surname",
        "forename": "Forename",
        "full_name": "Full name",
        "dob": "Date of birth",
        "house": "House number or name",
        "street": "Street",
        "town": "Town",
        "address": "Address",
        "postcode": "Postcode",
        "upn": "UPN",
        "placed_by_la": "Placed by local authority",
        "boarder": "Boarder",
    },
    required="dob postcode",
    either=(("surname", "forename"), ("full_name",)),
)

SOURCES: dict[str, Source] = {
    s.name: s for s in (NHS, PLASC, EHE, EOTAS, OOC, CME_REGISTER, NEIGHBOURING, INDEPENDENT_SCHOOLS)
}
"""Every source by its name, in the order in which they are loaded and shown."""


def contract_rows(sources: Iterable[Source] = tuple(SOURCES.values())) -> list[dict[str, str]]:
    """The contract as rows for the documentation: source, column, heading, required, description."""
    rows = []
    for source in sources:
        alternatives = {name for group in source.either for name in group}
        for c in source.columns:
            need = "one of " + ", or ".join(" and ".join(g) for g in source.either)
            rows.append(
                {
                    "source": source.name,
                    "column": c.name,
                    "heading": c.heading,
                    "required": need if c.name in alternatives else c.need,
                    "description": c.meaning,
                }
            )
    return rows
