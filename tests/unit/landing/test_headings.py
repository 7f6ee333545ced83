"""Which heading is which column."""

import pytest

from orchestration.domain.text import fold_label
from orchestration.landing.contract import NEVER_STORED, SOURCES, contract_rows, vocabulary
from orchestration.landing.contract.headings import known_headings, match_headings
from orchestration.landing.tables import table_columns

SCHOOL = SOURCES["independent_schools"]
NHS = SOURCES["nhs"]


@pytest.mark.parametrize(
    ("given", "folded"),
    [
        ("DATE_OF_BIRTH", "dateofbirth"),
        ("\ufeffUPN", "upn"),
        (" D.O.B. ", "dob"),
        ("Côd Post", "codpost"),
        ("Tŷ", "ty"),
        ("STRASSE", "strasse"),
    ],
)
def test_fold(given, folded):
    assert fold_label(given) == folded


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda s: s.name)
def test_every_heading_of_the_contract_is_known_in_any_dress_and_order(source):
    headings = [f"\ufeff {c.heading.upper()}_" for c in reversed(source.columns)]
    match = match_headings(source, headings)
    expected = {c.name for c in source.columns if c.is_stored_by_default}
    assert set(match.columns) == expected
    assert not match.missing and not match.clinical and not match.repeated
    assert all(
        headings[place].lower().strip("\ufeff _") == source.column(name).heading.lower()
        for name, place in match.columns.items()
    )


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda s: s.name)
def test_no_spelling_means_two_columns(source):
    assert {key: columns for key, columns in known_headings(source.name).items() if len(columns) > 1} == {}


def test_no_heading_of_the_contract_counts_as_clinical():
    for source in SOURCES.values():
        for spelling in known_headings(source.name):
            assert not any(word in spelling for word in source.clinical_words), spelling


@pytest.mark.parametrize(
    ("column", "spellings"),
    {
        "surname": ["Cyfenw", "Last name", "Family name", "SURNAME / CYFENW", "Cyfenw | Surname", "Surname *"],
        "forename": ["Enw cyntaf", "First name", "Given name", "Forename(s)", "Enw cyntaf\nFirst name"],
        "full_name": ["Enw llawn", "Name", "Enw'r disgybl", "Pupil name"],
        "dob": [
            "Dyddiad geni",
            "D.O.B.",
            "Date of birth (dd/mm/yyyy)",
            "DOB dd/mm/yyyy",
            "Dyddiad Geni / Date of Birth",
        ],
        "postcode": ["Cod post", "Côd Post", "Post Code", "POSTCODE"],
        "address": ["Cyfeiriad", "Home address", "Cyfeiriad / Address"],
        "house": ["Rhif neu enw'r tŷ", "House number/name", "Address line 1"],
        "street": ["Stryd", "Street", "Street name"],
        "town": ["Tref", "Town/City", "Tref / Town"],
        "upn": ["UPN (if known)", "Unique Pupil Number", "Rhif Unigryw Disgybl"],
        "placed_by_la": ["Placed by LA?", "Lleolwyd gan awdurdod lleol", "Placed by local authority (Y/N)"],
        "boarder": ["Preswyl", "Boarder?", "Day/Boarder"],
    }.items(),
)
def test_headings_of_schools(column, spellings):
    for spelling in spellings:
        assert match_headings(SCHOOL, [spelling]).columns == {column: 0}, spelling


@pytest.mark.parametrize(
    "heading",
    ["Surname (parent)", "Mother's surname", "Parent / Surname", "School postcode", "Date of birth of mother"],
)
def test_a_heading_that_says_more_is_not_taken_for_the_column(heading):
    match = match_headings(SCHOOL, [heading])
    assert match.columns == {}
    assert match.not_stored == (heading,)


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (["Name", "Surname"], {"forename": 0, "surname": 1}),
        (["Cyfenw", "Enw"], {"surname": 0, "forename": 1}),
        (["Name", "DOB"], {"full_name": 0, "dob": 1}),
        (["Surname", "Forename", "Full name"], {"surname": 0, "forename": 1, "full_name": 2}),
    ],
)
def test_name_is_the_forename_beside_a_surname(headings, columns):
    assert match_headings(SCHOOL, headings).columns == columns


def test_a_school_may_send_one_full_name_but_not_half_a_name():
    rest = ["Date of birth", "Postcode"]
    assert match_headings(SCHOOL, ["Full name", *rest]).is_complete
    assert match_headings(SCHOOL, ["Surname", "Forename", *rest]).is_complete
    assert match_headings(SCHOOL, ["Surname", *rest]).missing == ("Surname and Forename (or Full name)",)


def test_missing_columns_are_all_named():
    assert match_headings(NHS, ["SURNAME", "FORENAMES", "Notes"]).missing == (
        "DATE_OF_BIRTH",
        "ADDRESS_LINE_1",
        "POSTCODE",
    )


def test_of_two_spellings_the_one_nearer_the_contract_is_kept():
    match = match_headings(SCHOOL, ["Family name", "Surname", "Last name"])
    assert match.columns == {"surname": 1}
    assert match.not_stored == ("Family name", "Last name")


def test_one_heading_twice_is_repeated():
    assert match_headings(NHS, ["POSTCODE", "SURNAME", "Postcode"]).repeated == ("Postcode",)


def test_columns_that_are_off_are_stored_only_when_switched_on():
    headings = ["SURNAME", "NHS_NUMBER", "UPRN"]
    assert match_headings(NHS, headings).not_stored == ("NHS_NUMBER", "UPRN")
    match = match_headings(NHS, headings, switched_on=frozenset({"uprn"}))
    assert match.columns == {"surname": 0, "uprn": 2}
    assert match.not_stored == ("NHS_NUMBER",)


def test_sex_is_accepted_and_never_stored():
    match = match_headings(SOURCES["plasc"], ["Surname", "Sex"], switched_on=frozenset({"uprn"}))
    assert match.not_stored == ("Sex",)
    assert "sex" not in table_columns("plasc")


@pytest.mark.parametrize(
    "heading",
    [
        "Diagnosis",
        "MEDICATION_1",
        "Medical conditions",
        "Allergies",
        "Meddyginiaeth",
        "Cyflwr iechyd",
        "ICD-10",
        "Primary diagnosis code",
    ],
)
def test_clinical_headings(heading):
    assert match_headings(NHS, ["SURNAME", heading]).clinical == (heading,)


def test_blank_headings_keep_their_place_and_trailing_ones_do_not_count():
    match = match_headings(NHS, ["SURNAME", "", "POSTCODE", " ", ""])
    assert match.columns == {"surname": 0, "postcode": 2}
    assert match.width == 3
    assert match.not_stored == ("(column 2: no heading)",)


def test_a_heading_in_a_message_is_short_and_on_one_line():
    (shown,) = match_headings(NHS, ["a,b\n" + "x" * 500]).not_stored
    assert len(shown) == 60 and shown.startswith("a b x")


def test_contract_rows_cover_the_contract():
    rows = contract_rows()
    assert len(rows) == sum(len(s.columns) for s in SOURCES.values())
    assert all(row["description"].endswith(".") for row in rows)
    by_key = {(r["source"], r["column"]): r["required"] for r in rows}
    assert by_key["nhs", "postcode"] == "required"
    assert by_key["nhs", "uprn"].startswith("optional, off")
    assert by_key["plasc", "sex"] == NEVER_STORED
    assert by_key["independent_schools", "full_name"] == "one of surname and forename, or full_name"


def test_every_word_of_the_vocabulary_is_used():
    used = {c.name for s in SOURCES.values() for c in s.columns}
    assert set(vocabulary()) == used


@pytest.mark.parametrize("value", ["2014-09-03", " 3/9/14 ", "CF99 1AA", "cf991aa", "A681600120001"])
def test_headings_run_together_with_a_record_show_nothing_of_it(value):
    match = match_headings(NHS, ["SURNAME", "FORENAMES", "DATE_OF_BIRTH", "ADDRESS_LIGwernfab", "Nel", value])
    assert match.not_stored == ("(column 4: not shown)", "(column 5: not shown)", "(column 6: not shown)")
    assert match.found[:3] == ("SURNAME", "FORENAMES", "DATE_OF_BIRTH")
    assert "Gwernfab" not in repr(match)


def test_of_a_clinical_heading_run_together_with_a_name_only_the_word_is_shown():
    assert match_headings(NHS, ["SURNAME", "DiagnosisGwernfab", "2014-09-03"]).clinical == ("column 2: diagnos...",)
