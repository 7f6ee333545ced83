"""A supplier's own headings, mapped by a person; and the one clear error where a required one is not."""

import datetime as dt

import pytest

from orchestration.errors import BadInput
from orchestration.landing import load_unrecognised

CARDIFF = "W06000015"
ODD = ["Teulu", "Galw", "Ganwyd ar", "Lle", "Notes"]
PUPIL = ["Gwernfab", "Nel", "2014-09-03", "CF99 1AA", "x"]
MAP = '"Teulu" = "surname"\n"galw" = "Forename"\n"Ganwyd ar" = "dob"\n"LLE" = "postcode"\n'


@pytest.fixture
def load(landing):
    return lambda source="independent_schools": landing.load(source).files


@pytest.fixture
def reference(landing):
    def write(text):
        folder = landing.root.parent / "reference"
        folder.mkdir(exist_ok=True)
        (folder / "column_maps.toml").write_text(text, encoding="utf-8")

    return write


def test_an_unmapped_required_column_is_one_clear_error(landing, load):
    landing.put("independent_schools/6816001.csv", [ODD, PUPIL])
    landing.put("independent_schools/6816002.csv", [["Teulu", "Forename", "DOB", "Lle"], PUPIL[:4]])
    nothing, some = load()
    assert (nothing.status, nothing.reason_code) == (
        "unreadable",
        "no_heading_row",
    )  # may be a child's record: not shown
    assert "Teulu" not in nothing.detail and "column_maps.toml" in nothing.detail
    assert (some.status, some.reason_code) == ("held", "missing_column")
    assert "missing (Surname and Forename (or Full name), Postcode)" in some.detail
    assert "headings found: Teulu, Forename, DOB, Lle" in some.detail
    assert "headings expected: Surname and Forename or Full name, Date of birth, Postcode" in some.detail
    assert '[school."6816002"] "their heading" =' in some.detail
    assert "Gwernfab" not in some.detail


@pytest.mark.parametrize("where", ["cycle", "reference"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "docx", "html", "text"])
def test_a_school_in_its_own_words(con, landing, load, reference, make, where, form):
    rows = [ODD, PUPIL]
    content = {
        "csv": lambda: make.csv(rows, delimiter=";"),
        "xlsx": lambda: make.xlsx(rows),
        "docx": lambda: make.docx(rows),
        "html": lambda: make.eml(html=make.html(rows)),
        "text": lambda: make.eml(text="\n".join("\t".join(r) for r in rows)),
    }[form]()
    landing.put(f"independent_schools/6816001.{ {'html': 'eml', 'text': 'eml'}.get(form, form) }", content)
    text = f'[school."6816001"]\n{MAP}'
    landing.put("column_maps.toml", text) if where == "cycle" else reference(text)
    (file,) = load()
    assert (file.status, file.columns_not_stored, file.detail) == ("loaded", "Notes", None)
    assert con.sql("select surname, forename, dob, postcode from raw.independent_schools").fetchall() == [
        tuple(PUPIL[:4])
    ]


def test_a_map_is_for_its_supplier_and_source_only(con, landing, load):
    headings = ["Pupil ref", "Surname", "Forename", "DOB", "Postcode", "SchoolNumber", "NCYear", "EnrolStatus"]
    for la in (CARDIFF, "W06000023"):
        landing.put(
            f"local_authorities/{la}/plasc.csv", [headings, ["A1", "Prys", "Nel", la, "CF99 1AA", "6812001", "5", "C"]]
        )
    landing.put(
        "column_maps.toml",
        f'[la.{CARDIFF}.plasc]\n"Pupil ref" = "UPN"\n[la.Powys.ehe]\n"Pupil ref" = "upn"\n[school."6816001"]\n{MAP}',
    )
    assert [(f.supplier_la_code, f.status) for f in load("plasc")] == [(CARDIFF, "loaded"), ("W06000023", "held")]
    assert con.sql("select upn from raw.plasc").fetchall() == [("A1",)]


def test_the_cycles_map_wins_and_a_suppliers_own_over_its_sources(con, landing, load, reference):
    headings = ["A", "B", "FORENAMES", "DATE_OF_BIRTH", "ADDRESS_LINE_1", "POSTCODE"]
    landing.put(f"nhs/{CARDIFF}.csv", [headings, ["a", "b", "Nel", "2014-09-03", "1 Clos", "CF99 1AA"]])

    def surname():
        load("nhs")
        return con.sql("select surname, former_surname from raw.nhs").fetchall()

    reference('[source.nhs]\nA = "surname"\n')
    assert surname() == [("a", None)]
    landing.put("column_maps.toml", '[source.nhs]\nA = "former_surname"\nB = "surname"')
    assert surname() == [("b", "a")]
    landing.put(
        "column_maps.toml",
        f'[source.nhs]\nA = "former_surname"\nB = "surname"\n[la.{CARDIFF}.nhs]\nB = "former_surname"\nA = "surname"',
    )
    assert surname() == [("a", "b")]


def test_a_map_wins_over_the_lists_of_variants(con, landing, load):
    landing.put("column_maps.toml", '[school."6816001"]\n"Surname" = "full_name"\n')
    landing.put(
        "independent_schools/6816001.csv", [["Surname", "DOB", "Postcode"], ["Nel Gwernfab", "2014-09-03", "CF99 1AA"]]
    )
    load()
    assert con.sql("select surname, full_name from raw.independent_schools").fetchall() == [(None, "Nel Gwernfab")]


def test_a_mapped_heading_that_the_file_lacks_is_told(landing, load):
    landing.put("column_maps.toml", '[school."6816001"]\n"Teulu" = "surname"\n')
    landing.put("independent_schools/6816001.csv", [["Surname", "Forename", "DOB", "Postcode"], PUPIL[:4]])
    (file,) = load()
    assert file.status == "loaded" and "teulu" in file.detail


def test_the_map_itself_is_no_stray_file(con, landing):
    landing.put("column_maps.toml", "")
    assert (
        load_unrecognised(con, landing_dir=landing.root, cycle=landing.cycle, now=dt.datetime(2025, 5, 21)).files == ()
    )


def test_issues_of_both_files_come_together_and_nothing_is_loaded(landing, load, reference, con):
    reference('[school."6816001"]\n"Teulu" = "family"\n"Diagnosis" = "surname"\n[schools."1"]\nA = "surname"\n')
    landing.put(
        "column_maps.toml", '[la.Erewhon.plasc]\nA = "upn"\n[la.W06000015.hospital]\nA = "upn"\n[source.nhs]\nA = 5\n'
    )
    landing.put("independent_schools/6816001.csv", [["Surname", "Forename", "DOB", "Postcode"], PUPIL[:4]])
    with pytest.raises(BadInput) as caught:
        load()
    issues = caught.value.issues
    assert [t.split(":")[0].split(", column ")[1] for t in issues] == [
        "school.6816001.Teulu",
        "school.6816001.Diagnosis",
        "schools",
        "la.Erewhon",
        "la.W06000015.hospital",
        "source.nhs.A",
    ]
    assert issues[0].startswith("reference/column_maps.toml") and "surname, forename, full_name" in issues[0]
    assert issues[3].startswith("landing/annual-2025/column_maps.toml")


@pytest.mark.parametrize("text", ["[school", '[school."1"]\nA = "surname"\nA = "upn"'])
def test_a_map_that_is_no_toml(landing, load, text):
    landing.put("column_maps.toml", text)
    with pytest.raises(BadInput, match="TOML in UTF-8 was expected"):
        load()
