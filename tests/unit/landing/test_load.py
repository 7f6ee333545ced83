"""Loading files into the raw schema: lineage, nothing lost, nothing twice, and a bad file holds back itself only."""

import datetime as dt
import hashlib
import os

import pytest

from orchestration.landing import (
    SOURCES,
    create_raw_tables,
    load_cycle,
    load_unrecognised,
    table_columns,
)
from orchestration.landing import load as load_module
from orchestration.landing import validate_file as validate_module

NOW = dt.datetime(2025, 5, 21, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
CARDIFF, POWYS = "W06000015", "W06000023"
HEADINGS = ["SURNAME", "FORENAMES", "DATE_OF_BIRTH", "ADDRESS_LINE_1", "POSTCODE"]
SIAN = ["Llŷr-Môn", "Siân", "2014-09-03", " 3 Heol y Bryn ", "CF99 1AA"]
TOMOS = ["O'Dwr", "Tomos", "31/1/12", "", "CF99 1AB"]
SCHOOL = ["Surname", "Forename", "Date of birth", "Postcode"]
PUPIL = ["Prys", "Nel", "2014-09-03", "CF99 1AA"]


@pytest.fixture
def load(landing):
    return lambda source="nhs": landing.load(source, now=NOW)


def only(report):
    (file,) = [f for f in report.files if f.status != "not_received"]
    return file


def test_every_row_says_where_it_came_from(con, landing, load, make):
    path = landing.put(f"nhs/{CARDIFF}.csv", [HEADINGS, SIAN, [], TOMOS, SIAN[:2]])
    os.utime(path, (1_747_000_000, 1_747_000_000))  # 2025-05-11T21:46:40Z
    report = load()
    rows = con.sql("select * from raw.nhs order by source_row").fetchall()
    names = [d[0] for d in con.sql("select * from raw.nhs").description]
    first, second, third = (dict(zip(names, row, strict=True)) for row in rows)
    assert {k: first[k] for k in names[:8]} == {
        "cycle": "annual-2025",
        "source_file": f"nhs/{CARDIFF}.csv",
        "source_row": 2,
        "supplier_la_code": CARDIFF,
        "file_hash": hashlib.sha256(path.read_bytes()).hexdigest(),
        "received_at": dt.datetime(2025, 5, 11, 21, 46, 40),
        "loaded_at": dt.datetime(2025, 5, 21, 8, 0),
        "row_fault": None,
    }
    assert first["address_line_1"] == " 3 Heol y Bryn "  # as it came
    assert (second["source_row"], second["address_line_1"], second["date_of_birth"]) == (4, None, "31/1/12")
    assert (third["source_row"], third["row_fault"], third["surname"], third["postcode"]) == (
        5,
        "too_few_fields",
        SIAN[0],
        None,
    )
    assert report.rows == 3 and only(report).rows_received == 3


@pytest.mark.parametrize("source", SOURCES)
def test_raw_table_is_lineage_and_contract(con, source):
    create_raw_tables(con, source)
    described = con.sql(f"describe raw.{source}").fetchall()
    assert {d[0]: d[1] for d in described} == table_columns(source)
    assert [d[0] for d in described[:3]] == ["cycle", "source_file", "source_row"]
    assert ("school_key" in table_columns(source)) == (source == "independent_schools")
    assert {t for n, t in table_columns(source).items() if n in {c.name for c in SOURCES[source].columns}} == {
        "VARCHAR"
    }


def test_a_table_of_an_older_contract_gains_columns_and_loses_none(con, landing, load):
    con.execute("create schema raw; create table raw.nhs (cycle varchar, surname varchar, gone varchar)")
    con.execute("insert into raw.nhs values ('annual-2024', 'Prys', 'kept')")
    landing.put(f"nhs/{CARDIFF}.csv", [HEADINGS, SIAN])
    load()
    assert con.sql("select cycle, surname, gone, postcode from raw.nhs order by cycle").fetchall() == [
        ("annual-2024", "Prys", "kept", None),
        ("annual-2025", SIAN[0], None, "CF99 1AA"),
    ]


def test_loading_again_replaces_the_cycle_and_no_other(con, landing, load):
    create_raw_tables(con, "nhs", "files")
    con.execute("insert into raw.nhs by name select 'annual-2024' as cycle, 'Prys' as surname")
    con.execute("insert into raw.files by name select 'annual-2024' as cycle, 'nhs' as source")
    path = landing.put(f"nhs/{CARDIFF}.csv", [HEADINGS, SIAN, TOMOS])
    load()
    once = (
        con.sql("select * from raw.nhs order by all").fetchall(),
        con.sql("select * from raw.files order by all").fetchall(),
    )
    load()
    assert (
        con.sql("select * from raw.nhs order by all").fetchall(),
        con.sql("select * from raw.files order by all").fetchall(),
    ) == once
    path.unlink()
    load()
    assert con.sql("select cycle, count(*) from raw.nhs group by all").fetchall() == [("annual-2024", 1)]


def test_a_failure_leaves_what_was_there(con, landing, load, monkeypatch):
    landing.put(f"nhs/{CARDIFF}.csv", [HEADINGS, SIAN])
    load()
    landing.put(f"nhs/{CARDIFF}.csv", [HEADINGS, TOMOS])

    def fail(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(load_module, "store_files", fail)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert con.sql("select surname from raw.nhs").fetchall() == [(SIAN[0],)]


def test_columns_outside_the_contract_are_named_and_not_stored(con, landing, load):
    landing.put(
        f"nhs/{CARDIFF}.csv", [[*HEADINGS, "Gender", "NHS_NUMBER", "GP, name"], [*SIAN, "F", "9990001112", "Dr X"]]
    )
    assert only(load()).columns_not_stored == "Gender, NHS_NUMBER, GP name"
    assert con.sql("select nhs_number from raw.nhs").fetchall() == [(None,)]
    landing.put(
        "cycle.toml",
        'cycle = "annual-2025"\nkind = "annual"\nreference_date = 2025-04-08\n'
        '[optional_columns]\nnhs = ["NHS_NUMBER"]\n',
    )
    assert only(load()).columns_not_stored == "Gender, GP name"
    assert con.sql("select nhs_number from raw.nhs").fetchall() == [("9990001112",)]


@pytest.mark.parametrize(
    ("headings", "reason", "message"),
    [
        ([*HEADINGS, "Diagnosis"], "clinical_column", "Diagnosis"),
        ([*HEADINGS[:3], "Post code of the surgery"], "missing_column", "ADDRESS_LINE_1, POSTCODE"),
        ([*HEADINGS, "postcode"], "repeated_heading", "postcode"),
        ([*HEADINGS[:4], "Medication"], "clinical_column", "required columns are missing (POSTCODE)"),
    ],
)
def test_a_file_that_must_not_be_stored_is_held_and_the_others_go_on(con, landing, load, headings, reason, message):
    landing.put(f"nhs/{CARDIFF}.csv", [headings, ["Gwernfab"] * len(headings)])
    landing.put(f"nhs/{POWYS}.csv", [HEADINGS, SIAN])
    report = load()
    (held,) = report.held
    assert (held.status, held.reason_code, held.rows_received) == ("held", reason, 0)
    assert message in held.detail and held.source_file in held.detail
    assert "Gwernfab" not in held.detail
    assert con.sql("select distinct supplier_la_code from raw.nhs").fetchall() == [(POWYS,)]
    assert report.counts == {"held": 1, "loaded": 1}


def test_an_unreadable_file_is_reported_and_the_others_go_on(con, landing, load, make):
    landing.put("independent_schools/a.xlsx", b"PK\x03\x04 broken")
    landing.put("independent_schools/b.pdf", b"%PDF")
    landing.put("independent_schools/c.csv", b"")
    landing.put("independent_schools/d.docx", make.docx([SCHOOL, PUPIL]))
    report = load("independent_schools")
    assert [(f.school_key, f.status, f.reason_code) for f in report.files] == [
        ("a", "unreadable", "corrupt_file"),
        ("b", "unreadable", "unknown_form"),
        ("c", "unreadable", "empty_file"),
        ("d", "loaded", None),
    ]
    assert con.sql("select school_key, source_file, supplier_la_code from raw.independent_schools").fetchall() == [
        ("d", "independent_schools/d.docx", None)
    ]
    assert con.sql("select status, count(*) from raw.files group by all order by all").fetchall() == [
        ("loaded", 1),
        ("unreadable", 3),
    ]


def test_a_reader_that_fails_in_an_unforeseen_way_holds_back_its_file_only(con, landing, load, monkeypatch):
    def fail(name, data, source, **_):
        raise RecursionError("Gwernfab")

    landing.put(f"nhs/{CARDIFF}.csv", [HEADINGS, SIAN])
    monkeypatch.setattr(validate_module, "read_file", fail)
    file = only(load())
    assert (file.status, file.reason_code) == ("unreadable", "corrupt_file")
    assert "RecursionError" in file.detail and "Gwernfab" not in file.detail


def test_the_same_content_twice_is_held_but_two_empty_lists_are_not(con, landing, load):
    landing.put("independent_schools/a.csv", [SCHOOL, PUPIL])
    landing.put("independent_schools/b.csv", [SCHOOL, PUPIL])
    landing.put("independent_schools/c.csv", [SCHOOL])
    landing.put("independent_schools/d.csv", [SCHOOL])
    report = load("independent_schools")
    assert [(f.school_key, f.status, f.reason_code) for f in report.files] == [
        ("a", "loaded", None),
        ("b", "held", "same_content"),
        ("c", "loaded", None),
        ("d", "loaded", None),
    ]
    assert "no record" in report.files[2].detail
    assert report.rows == 1


def test_of_two_files_for_one_authority_the_one_named_by_the_code_is_loaded(con, landing, load):
    landing.put("nhs/Caerdydd.csv", [HEADINGS, SIAN])
    landing.put(f"nhs/{CARDIFF}.csv", [HEADINGS, TOMOS])
    landing.put("nhs/Sir Powys.csv", [HEADINGS, TOMOS, SIAN])
    assert {f.source_file: f.reason_code for f in load().files} == {
        f"nhs/{CARDIFF}.csv": None,
        "nhs/Caerdydd.csv": "second_file",
        "nhs/Sir Powys.csv": "unknown_local_authority",
    }


def test_expected_and_not_received(con, landing, load):
    landing.put(f"local_authorities/{CARDIFF}/ehe.csv", "nonsense")
    landing.put(f"local_authorities/{POWYS}/plasc.csv", "nonsense")
    landing.put(
        "cycle.toml",
        'cycle = "annual-2025"\nkind = "annual"\nreference_date = 2025-04-08\n[deadlines]\nnhs = 2025-05-20\n',
    )
    assert {(f.source_file, f.status) for f in load("nhs").files} == {
        (f"nhs/{CARDIFF}.csv", "not_received"),
        (f"nhs/{POWYS}.csv", "not_received"),
    }
    assert "by 2025-05-20" in load("nhs").files[0].detail
    # What is there and cannot be read was received.
    assert {(f.source_file, f.status) for f in load("ehe").files} == {
        (f"local_authorities/{CARDIFF}/ehe.csv", "unreadable"),
        (f"local_authorities/{POWYS}/ehe.csv", "not_received"),
    }
    assert load("cme_register").not_received[0].source_file == f"local_authorities/{CARDIFF}/cme.csv"
    assert load("neighbouring").files == ()


def test_independent_schools_that_sent_nothing(con, landing, load):
    create_raw_tables(con, "schools")
    con.executemany(
        "insert into raw.schools values (?, ?, ?, ?, null)",
        [
            ("6816001", "Ysgol Ddychmygol", CARDIFF, "Independent"),
            ("6816002", "Invented College", CARDIFF, "independent"),
            ("6816003", "The Other School", CARDIFF, "independent"),
            ("6666001", "Far Away", POWYS, "independent"),
            ("6812001", "Maintained Primary", CARDIFF, "maintained"),
        ],
    )
    landing.put(f"local_authorities/{CARDIFF}/ehe.csv", "x")
    landing.put("independent_schools/ysgol-ddychmygol.csv", [SCHOOL, PUPIL])
    landing.put("independent_schools/6816002_batch2.csv", [SCHOOL, PUPIL, PUPIL])
    assert [f.school_key for f in load("independent_schools").not_received] == ["6816003"]


@pytest.mark.parametrize(
    "name", ["W06000015", "w06000015", "Cardiff", "caerdydd", "681", "NHS_W06000015_2025", "CARDIFF"]
)
def test_names_of_an_authority(con, landing, load, name):
    landing.put(f"nhs/{name}.csv", [HEADINGS, SIAN])
    assert only(load()).supplier_la_code == CARDIFF


def test_neighbours_may_be_english(con, landing, load):
    rows = [["Surname", "Forename", "DOB", "Postcode", "HomeLA"], ["Prys", "Nel", "2014-09-03", "CF99 1AA", POWYS]]
    for i, name in enumerate(["E06000051", "E10000013", "Conwy", "E99999999", "X"]):
        landing.put(f"neighbouring_authorities/{name}.csv", [*rows, *[rows[1]] * i])
    assert {f.source_file.split("/")[1]: f.supplier_la_code for f in load("neighbouring").files} == {
        "E06000051.csv": "E06000051",
        "E10000013.csv": "E10000013",
        "Conwy.csv": "W06000003",
        "E99999999.csv": None,
        "X.csv": None,
    }


def test_files_that_belong_nowhere_are_reported(con, landing, load):
    landing.put(f"local_authorities/{CARDIFF}/PLASC.CSV", [["UPN"]])
    for stray in (
        f"local_authorities/{CARDIFF}/notes.docx",
        "readme.txt",
        "nhs/old/x.csv",
        "local_authorities/.DS_Store",
        "_READY",
    ):
        landing.put(stray, "x")
    landing.put("local_authorities/Nowhere/plasc.csv", [["UPN"]])
    (landing.root / "annual-2025/local_authorities/Erewhon").mkdir()
    report = load_unrecognised(con, landing_dir=landing.root, cycle=landing.cycle, now=NOW)
    assert {(f.source_file, f.reason_code) for f in report.files} == {
        (f"local_authorities/{CARDIFF}/notes.docx", "unexpected_file"),
        ("local_authorities/Erewhon", "unknown_local_authority"),
        ("nhs/old/x.csv", "unexpected_file"),
        ("readme.txt", "unexpected_file"),
    }
    assert [(f.source_file, f.reason_code) for f in load("plasc").held] == [
        (f"local_authorities/{CARDIFF}/PLASC.CSV", "no_heading_row"),
        ("local_authorities/Nowhere/plasc.csv", "unknown_local_authority"),
    ]


def test_exactly_one_cycle_is_current(con, landing):
    landing.put(f"local_authorities/{CARDIFF}/ehe.csv", "x")
    cycle = landing.cycle
    create_raw_tables(con, "cycles")
    con.execute("insert into raw.cycles by name select 'annual-2024' as cycle, true as is_current")
    load_cycle(con, cycle)
    load_cycle(con, cycle)
    assert con.sql(
        "select cycle, is_current, reference_date, ehe_not_assessed_counts from raw.cycles order by cycle"
    ).fetchall() == [
        ("annual-2024", False, None, None),
        ("annual-2025", True, dt.date(2025, 4, 8), True),
    ]
    assert con.sql("select * from raw.participating_las").fetchall() == [("annual-2025", CARDIFF)]


def test_rows_received_are_rows_stored_for_every_file(con, landing, load):
    landing.put(f"nhs/{CARDIFF}.csv", [HEADINGS, SIAN, [], [*SIAN, "x"], TOMOS[:1]])
    landing.put(f"nhs/{POWYS}.csv", [["SURNAME", "FORENAMES"], SIAN])
    load()
    assert con.sql("""
        select source_file, rows_received, (select count(*) from raw.nhs n where n.source_file = f.source_file)
        from raw.files f order by 1""").fetchall() == [(f"nhs/{CARDIFF}.csv", 3, 3), (f"nhs/{POWYS}.csv", 0, 0)]
