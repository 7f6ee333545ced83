"""Each form of file gives the same records, and a broken row spoils no other."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest

from orchestration.landing.contract import SOURCES
from orchestration.landing.readers import Unreadable, read_file

NHS, SCHOOL = SOURCES["nhs"], SOURCES["independent_schools"]
HEADINGS = ["SURNAME", "FORENAMES", "DATE_OF_BIRTH", "ADDRESS_LINE_1", "POSTCODE"]
SIAN = ["Llŷr-Môn", "Siân", "2014-09-03", "3 Heol y Bryn, Llanfair", "CF99 1AA"]
TOMOS = ["O'Dwr", "Tomos", "2012-01-31", "Tŷ Gwyn", "CF99 1AB"]

TEN = [["Cyfenw", "Enw cyntaf", "Dyddiad geni", "Cyfeiriad", "Cod post", "UPN"]] + [
    [
        f"Prŷs{'-Ellis' * (i % 2)}",
        f"Mâir{i}",
        f"201{i}-0{i % 9 + 1}-1{i}",
        f"{i} Stryd Fawr; Tref, Sir",
        f"CF99 {i}AA",
        "" if i % 3 else f"A00{i}",
    ]
    for i in range(10)
]


def records(name, data, source=NHS):
    """Columns of every record, with its row and issue in front."""
    reading = read_file(name, data, source)
    return [
        (number, issue, {c: row[i] for c, i in sorted(reading.match.columns.items())})
        for number, issue, row in zip(reading.numbers, reading.issues, reading.records, strict=True)
    ]


def rows_and_issues(data, name="x.csv", source=NHS):
    return [(number, issue) for number, issue, _ in records(name, data, source)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_in_every_encoding_and_delimiter(make, encoding, delimiter):
    rows = [HEADINGS, SIAN, TOMOS]
    if encoding == "utf-16-le-bom":
        data = b"\xff\xfe" + make.csv(rows, delimiter=delimiter, encoding="utf-16-le")
    else:
        data = make.csv(rows, delimiter=delimiter, encoding=encoding)
    got = records("x.csv", data)
    assert [values["surname"] for _, _, values in got] == [SIAN[0], TOMOS[0]]
    assert [values["address_line_1"] for _, _, values in got] == [SIAN[3], TOMOS[3]]
    assert [(n, f) for n, f, _ in got] == [(2, None), (3, None)]


def test_windows_1252(make):
    reading = read_file("x.csv", make.csv([HEADINGS, ["Siôn", "Zoë", *SIAN[2:]]], encoding="cp1252"), NHS)
    assert reading.records[0][:2] == ["Siôn", "Zoë"]
    assert reading.encoding == "windows-1252"


def test_a_file_of_both_encodings_is_read_line_by_line(make):
    data = make.csv([HEADINGS, SIAN]) + make.csv([["Siôn", *TOMOS[1:3], "1 Clos", "CF99 1AB"]], encoding="cp1252")
    reading = read_file("x.csv", data, NHS)
    assert [r[0] for r in reading.records] == ["Llŷr-Môn", "Siôn"]


def test_a_byte_that_means_nothing_flags_its_row_only(make):
    data = make.csv([HEADINGS, TOMOS]) + b"Si\x81n,A,2012-01-31,1 Clos,CF99 1AB\r\n"
    assert rows_and_issues(data.replace("ŷ".encode(), b"y")) == [(2, None), (3, "unreadable_row")]


def test_blank_lines_are_no_record_and_keep_their_number(make):
    data = make.csv([HEADINGS, SIAN]) + b"\r\n,,,,\r\n" + make.csv([TOMOS])
    assert rows_and_issues(data) == [(2, None), (5, None)]


def test_ragged_rows_are_kept_and_flagged(make):
    data = make.csv([HEADINGS, SIAN[:3], [*TOMOS, "", ""], [*SIAN, "more"], TOMOS])
    assert rows_and_issues(data) == [(2, "too_few_fields"), (3, None), (4, "too_many_fields"), (5, None)]
    assert records("x.csv", data)[0][2]["surname"] == SIAN[0]


@pytest.mark.parametrize(
    ("cut", "issue"),
    [
        (b"Prys,Nel,2014", "truncated"),
        (b'Prys,Nel,2014-09-03,"3 Heol', "truncated"),
        (b'Prys,Nel,2014-09-03,3 Heol,"CF99 1', "truncated"),
        ("Llŷr".encode()[:3], "truncated"),
        ("Prys,Nel,2014-09-03,3 Heol,Tŷ".encode()[:-1], "truncated"),
        (b"Prys,Nel,2014-09-03,3 Heol,CF99 1AA", None),
        (b"Prys,Nel,2014\n", "too_few_fields"),
        (b"Prys,Nel,2014\r", "too_few_fields"),
        (b"Prys,Nel,2014-09-03,3 Heol,CF99 1AA,more", "too_many_fields"),
    ],
)
def test_a_file_that_ends_within_a_row_is_cut_short(make, cut, issue):
    data = make.csv([HEADINGS, SIAN]) + cut
    assert rows_and_issues(data) == [(2, None), (3, issue)]
    assert read_file("x.csv", data, NHS).truncated_row == (3 if issue == "truncated" else None)
    assert read_file("x.csv", data, NHS).records[0][0] == SIAN[0]  # no letter of the sound rows is spoilt


def test_headings_alone_are_not_cut_short():
    assert read_file("x.csv", ",".join(HEADINGS).encode(), NHS).truncated_row is None


def test_titles_above_the_headings(make):
    data = make.csv([["Extract of the NHS"], [], HEADINGS, SIAN])
    assert rows_and_issues(data) == [(2, None)]


def test_a_line_break_within_quotes_is_one_record(make):
    data = make.csv([HEADINGS, [*SIAN[:3], "3 Heol\r\ny Bryn", SIAN[4]], TOMOS])
    got = records("x.csv", data)
    assert [n for n, _, _ in got] == [2, 3]
    assert got[0][2]["address_line_1"] == "3 Heol\r\ny Bryn"


def test_a_quotation_mark_that_never_closes_spoils_its_line_only(make):
    good = make.csv([TOMOS] * 3)
    data = make.csv([HEADINGS, SIAN]) + b'"Ellis,Mali,2013-02-02,1 Clos,CF99 1AC\r\n' + good + make.csv([SIAN])
    assert rows_and_issues(data) == [(2, None), (3, "unreadable_row"), (4, None), (5, None), (6, None), (7, None)]
    assert records("x.csv", data)[1][2]["forenames"] == "Mali"


def test_a_quotation_mark_within_a_field_spoils_its_line_only(make):
    data = make.csv([HEADINGS]) + b'"Ellis" jr,Mali,2013-02-02,1 Clos,CF99 1AC\r\n' + make.csv([SIAN, TOMOS])
    assert rows_and_issues(data) == [(2, "unreadable_row"), (3, None), (4, None)]


def test_xlsx_gives_text_as_a_person_would_type_it(make):
    data = make.xlsx(
        [
            HEADINGS,
            ["Ap Rhys", 7, dt.date(2014, 9, 3), 12, "01234"],
            ["X", True, dt.datetime(2014, 9, 3, 10, 30), 1.5, 41885],
        ]
    )
    values = [list(v.values()) for _, _, v in records("x.xlsx", data)]
    assert values[0] == ["12", "2014-09-03", "7", "01234", "Ap Rhys"]
    assert values[1] == ["1.5", "2014-09-03 10:30:00", "TRUE", "41885", "X"]


def test_xlsx_heading_below_titles_on_the_second_sheet(make):
    notes = ("Read me", [["Fill in the other sheet"], ["Surname", "in capitals"]])
    data = make.xlsx(
        [
            ["School of Invention"],
            [None],
            [None, *HEADINGS],
            [None, *SIAN],
            [None] * 3,
            [None, *TOMOS],
            [None, *SIAN[:2]],
        ],
        sheets=[notes],
    )
    got = records("x.xlsx", data)
    # The heading row counts as row 1; the blank row between keeps its number; a short row is no issue in a worksheet.
    assert [(n, f, v["surname"]) for n, f, v in got] == [(2, None, SIAN[0]), (4, None, TOMOS[0]), (5, None, SIAN[0])]


def test_a_further_sheet_with_the_same_headings_is_told(make):
    data = make.xlsx([HEADINGS, TOMOS], sheets=[("Year 1", [HEADINGS, SIAN])])
    reading = read_file("x.xlsx", data, NHS)
    assert len(reading.records) == 1
    assert "worksheet 2" in reading.notes[0]


def test_docx_takes_the_table_with_the_headings_and_its_continuation(make):
    layout = [["School", "Ysgol Ddychmygol"], ["Head", "A. N. Other"]]
    data = make.docx(layout, [HEADINGS, SIAN], [HEADINGS, TOMOS], [TOMOS])
    assert [n for n, _ in rows_and_issues(data, "x.docx")] == [2, 4, 5]


def test_docx_merged_cells(make):
    twins = [
        [("Llŷr", '<w:vMerge w:val="restart"/>'), "Nel", "2014-09-03", "1 Clos", "CF99 1AA"],
        [("", "<w:vMerge/>"), "Non", "2014-09-03", ("1 Clos CF99 1AA", '<w:gridSpan w:val="2"/>')],
    ]
    got = records("x.docx", make.docx([HEADINGS, *twins]))
    assert [v["surname"] for _, _, v in got] == ["Llŷr", "Llŷr"]
    assert [f for _, f, _ in got] == [None, None]
    assert got[1][2]["postcode"] == ""


def test_a_span_that_no_table_has(make):
    absurd = [*SIAN[:4], (SIAN[4], '<w:gridSpan w:val="99999999999"/>')]
    assert rows_and_issues(make.docx([HEADINGS, absurd]), "x.docx") == [(2, None)]


def test_a_workbook_that_unpacks_to_more_than_any_return(make, monkeypatch):
    monkeypatch.setattr("orchestration.landing.readers.spreadsheet.LARGEST_BOOK", 100)
    with pytest.raises(Unreadable):
        read_file("x.xlsx", make.xlsx([HEADINGS, SIAN]), NHS)


def test_html_table_spans_entities_and_layout_tables():
    html = (
        "<table><tr><td>Dear all<table><tr><th>Surname<th>Forename<th>Date of birth<th>Postcode</tr>"
        "<tr><td rowspan=2>Pr&#375;s<td>Nel&nbsp;Mai<td>1/2/2014<td>CF99&nbsp;1AA</tr>"
        "<tr><td>Non<td colspan=2>1/2/2014</tr></table>Regards</td></tr></table>"
    )
    from orchestration.landing.readers.html_table import html_tables

    tables = html_tables(html)
    assert tables[1].rows == [
        ["Surname", "Forename", "Date of birth", "Postcode"],
        ["Prŷs", "Nel Mai", "1/2/2014", "CF99 1AA"],
        ["Prŷs", "Non", "1/2/2014", ""],
    ]


@pytest.mark.parametrize("divide", ["\t", "|", ", "])
def test_plain_text_table_between_greeting_and_signature(make, divide):
    head = ["Surname", "Forename", "Date of birth", "Postcode"]
    people = [
        ["Prŷs", "Nel", "1/2/2014", "CF99 1AA"],
        ["Ellis", "Non", "3/2/2014"],
        ["Ellis", "Mali", "2/2/2014", "CF99 1AB"],
    ]
    lines = [
        "Dear colleague,",
        "",
        "Here are Surname, and so on, for all",
        "",
        *(divide.join(r) for r in [head, *people]),
        "",
        "Kind regards, A. N. Other, Head",
    ]
    data = make.eml(text="\n".join(lines))
    assert rows_and_issues(data, "x.eml", SCHOOL) == [(2, None), (3, "too_few_fields"), (4, None)]


def test_drawn_text_table(make):
    text = (
        "| Surname | Forename | DOB | Postcode |\n|---|---|---|---|\n"
        "| Prys | Nel | 1/2/2014 | CF99 1AA |\n| Ellis |  | 1/2/2014 | CF99 1AB |\n"
    )
    got = records("x.eml", make.eml(text=text), SCHOOL)
    assert [(n, f, v["forename"]) for n, f, v in got] == [(3, None, "Nel"), (4, None, "")]


def test_attachment_is_read_where_the_body_has_no_table(make):
    for name, data in [("r.csv", make.csv(TEN)), ("r.xlsx", make.xlsx(TEN)), ("r.docx", make.docx(TEN))]:
        assert len(records("x.eml", make.eml(attachment=(name, data)), SCHOOL)) == 10


def test_a_broken_attachment_matters_only_where_nothing_else_is_there(make):
    broken = ("r.xlsx", b"PK\x03\x04 broken")
    assert len(records("x.eml", make.eml(html=make.html(TEN), attachment=broken), SCHOOL)) == 10
    with pytest.raises(Unreadable) as caught:
        read_file("x.eml", make.eml(attachment=broken), SCHOOL)
    assert caught.value.reason_code == "corrupt_file"


def test_an_email_that_states_the_wrong_character_set(make):
    data = make.eml(html=make.html(TEN)).replace(b'charset="utf-8"', b'charset="iso-8859-1"')
    assert records("x.eml", data, SCHOOL)[0][2]["surname"] == "Prŷs"


def test_ten_pupils_are_the_same_in_every_form(make):
    typed = [TEN[0]] + [[*r[:2], dt.date.fromisoformat(r[2]), *r[3:]] for r in TEN[1:]]
    forms = {
        "a.csv": make.csv(TEN),
        "b.csv": make.csv(TEN, delimiter=";", encoding="utf-16"),
        "c.xlsx": make.xlsx(typed),
        "d.docx": make.docx(TEN),
        "e.eml": make.eml(html=make.html(TEN)),
        "f.eml": make.eml(text="\n".join("\t".join(r) for r in TEN)),
        "g.eml": make.eml(attachment=("r.xlsx", make.xlsx(typed))),
        "h.csv": make.xlsx(typed),  # a workbook under another name
    }
    got = {name: records(name, data, SCHOOL) for name, data in forms.items()}
    assert len(got["a.csv"]) == 10
    assert got["a.csv"][1] == (
        3,
        None,
        {
            "address": "1 Stryd Fawr; Tref, Sir",
            "dob": "2011-02-11",
            "forename": "Mâir1",
            "postcode": "CF99 1AA",
            "surname": "Prŷs-Ellis",
            "upn": "",
        },
    )
    for name in forms:
        assert got[name] == got["a.csv"], name


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.pdf", b"%PDF-1.4", "unknown_form"),
        ("x", b"SURNAME", "unknown_form"),
        ("x.csv", b"", "empty_file"),
        ("x.csv", b"\xef\xbb\xbf\r\n \r\n", "empty_file"),
        ("x.csv", b"SUR\x00NAME\x01", "not_text"),
        ("x.csv", b"Llyr,Nel,2014-09-03\n", "no_heading_row"),
        ("x.xlsx", b"PK\x03\x04 broken", "corrupt_file"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 secret", "password_protected"),
        ("x.docx", b"not a zip", "corrupt_file"),
        ("x.eml", b"Subject: hello\n\nNo table here.\n", "no_heading_row"),
    ],
)
def test_unreadable_files(name, data, reason):
    with pytest.raises(Unreadable) as caught:
        read_file(name, data, NHS)
    assert caught.value.reason_code == reason
    assert caught.value.remedy


def test_what_stands_in_place_of_headings_is_not_shown():
    with pytest.raises(Unreadable) as caught:
        read_file("x.csv", b"Gwernfab,Nel,2014-09-03,CF99 1AA\n", NHS)
    assert "Gwernfab" not in caught.value.expected + caught.value.remedy


def test_a_workbook_cut_short(make):
    whole = make.xlsx([HEADINGS, SIAN])
    with pytest.raises(Unreadable) as caught:
        read_file("x.xlsx", whole[: len(whole) // 2], NHS)
    assert caught.value.reason_code == "corrupt_file"


@pytest.mark.parametrize(
    ("what", "reference"),
    [("c", "XFD1048576"), ("c", "ZZZZ9"), ("c", "A99999999999"), ("c", "AAAAAAAAAAAA1"), ("row", "99999999")],
)
def test_a_cell_far_beyond_the_list_is_reported_and_does_not_end_the_process(make, what, reference):
    with zipfile.ZipFile(io.BytesIO(make.xlsx([HEADINGS, *[SIAN] * 60]))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    sheet = next(name for name in parts if name.endswith("sheet1.xml"))
    first = rb'(<%s [^>]*r=")[^"]*"' % what.encode()
    parts[sheet] = re.sub(first, rb'\g<1>%s"' % reference.encode(), parts[sheet], count=1)
    with pytest.raises(Unreadable) as caught:
        read_file("x.xlsx", make.zip(parts), SCHOOL)
    assert caught.value.reason_code == "too_large"


def test_all_the_rows_that_excel_has_are_not_too_many(make):
    # somebody's list with one stray note in the last row
    book = openpyxl.load_workbook(io.BytesIO(make.xlsx([HEADINGS, SIAN])))
    book.active.cell(row=200_000, column=5, value="x")
    out = io.BytesIO()
    book.save(out)
    reading = read_file("x.xlsx", out.getvalue(), NHS)
    assert reading.numbers == [2, 200_000]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("x.xlsx", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<office/>"}),
        ("x.docx", {"word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}),
    ],
    ids=["a workbook of another kind", "a document type"],
)
def test_an_archive_of_another_kind_is_refused(make, name, parts):
    with pytest.raises(Unreadable) as caught:
        read_file(name, make.zip(parts), NHS)
    assert caught.value.reason_code == "corrupt_file"
