"""The pages on returns: what they say, that they load nothing, and that nothing in them breaks out of them."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import duckdb
import pytest
import yaml
from jinja2 import UndefinedError

from orchestration.domain.dbt_macros import seed_rows
from orchestration.excel import write_query_lists
from orchestration.paths import DBT_PROJECT_DIR
from orchestration.reporting import (
    nhs_quality_words,
    write_board,
    write_nhs_quality,
    write_receipts,
)
from orchestration.reporting.html import render, share

CYCLE = "annual-2025"
QUALITY = DBT_PROJECT_DIR / "models" / "marts" / "quality"
ON_TIME, LATE = dt.datetime(2025, 4, 29, 9), dt.datetime(2025, 5, 20, 23, 30)
MAY, NHS_DUE, SCHOOLS_DUE = dt.datetime(2025, 5, 1, 9), dt.date(2025, 4, 30), dt.date(2025, 5, 20)
COVERAGE_COLUMNS = """
    cycle varchar, la_code varchar, supplier_kind varchar, source varchar, supplier_code varchar, supplier_name varchar,
    is_expected boolean, status varchar, received_at timestamp, deadline date, files_held integer,
    rows_received integer, rows_in_scope integer, held_reason varchar
"""
CARDIFF, RCT, SCHOOL, SCHOOLS = "W06000015", "W06000016", "independent_school", "independent_schools"
NEIGHBOUR = ("neighbouring_authority", "neighbouring", "W06000018", "Caerphilly", True)
RETURNS = [
    (CARDIFF, "nhs", "nhs", CARDIFF, "Cardiff", True, "received_on_time", ON_TIME, NHS_DUE, 0, 2, 2, None),
    (CARDIFF, "local_authority", "plasc", CARDIFF, "Cardiff", True, "received_on_time", ON_TIME, None)
    + (0, 900, None, None),
    (CARDIFF, SCHOOL, SCHOOLS, "6816001", "Ysgol <b>Un</b>", True, "received_late", LATE, SCHOOLS_DUE, 0, 2, 2, None),
    (CARDIFF, SCHOOL, SCHOOLS, "6816002", "Ysgol Dau", True, "held", MAY, SCHOOLS_DUE)
    + (1, 0, 0, "much_smaller_than_before"),
    (CARDIFF, *NEIGHBOUR, "not_received", None, None, 0, 0, None, None),
    (RCT, *NEIGHBOUR, "not_received", None, None, 0, 0, None, None),
    ("unknown", SCHOOL, SCHOOLS, "stray", None, False, "received_on_time", MAY, SCHOOLS_DUE, 0, 3, 1, None),
]
SUMMARY = [
    *[
        (la, kind, explained)
        for la in (CARDIFF, RCT, "total")
        for kind, explained in (
            ("nhs", 0),
            ("local_authority", 0),
            ("independent_school", 8),
            ("neighbouring_authority", 5),
            ("total", 11),
        )
    ],
    ("unknown", "independent_school", 0),
    ("unknown", "total", 0),
]


@pytest.fixture
def board(warehouse, tmp_path) -> str:
    """The board of two authorities: a late school, one held back, and a neighbour whom both wait for."""
    con = warehouse.con
    warehouse.file("nhs/W06000015.csv", [{}, {"date_of_birth": dt.date(2014, 1, 1)}])
    warehouse.file("independent_schools/6816001.xlsx", [{}, {}])
    warehouse.file("independent_schools/6816002.csv", status="held", reason="much_smaller_than_before")
    for schema in ("marts", "intermediate"):
        con.execute(f"create schema {schema}")
    con.execute(f"create table marts.returns_coverage ({COVERAGE_COLUMNS})")
    con.executemany(
        f"insert into marts.returns_coverage values (?{', ?' * len(RETURNS[0])})", [(CYCLE, *row) for row in RETURNS]
    )
    con.execute("""
        create table marts.coverage_summary (
            cycle varchar, la_code varchar, supplier_kind varchar,
            children_possibly_explained bigint, children_probably_explained bigint, expected bigint,
            received_on_time bigint, received_late bigint, held bigint, not_received bigint, children_unexplained bigint
        )
    """)
    con.executemany(
        "insert into marts.coverage_summary values (?, ?, ?, ?, 3, 4, 1, 1, 1, 1, 40)",
        [(CYCLE, *row) for row in SUMMARY],
    )
    con.execute(f"""
        create table marts.cme_before_after as
        select '{CYCLE}' as cycle, unnest(['W06000015', 'total']) as la_code, 47::bigint as potential_identified
    """)
    con.execute(f"""
        create table marts.potential_cme as
        select '{CYCLE}' as cycle, *
        from (values
            ('W06000015', 'W06000018,E06000019'), ('W06000015', 'W06000018'), ('W06000016', 'W06000018'),
            ('W06000016', null)
        ) as t(la_code, neighbour_la_codes)
    """)
    con.execute("""
        create table intermediate.int_return_files as
        select source, source_file, coalesce(supplier_la_code, school_key) as supplier_code from raw.files
    """)
    write_query_lists(con, tmp_path, cycle=CYCLE)
    write_receipts(con, tmp_path, cycle=CYCLE)
    return write_board(con, tmp_path, cycle=CYCLE).read_text(encoding="utf-8")


class _Parsed(HTMLParser):
    """A page as a reader meets it: headings with their levels, the tables below each, and the elements they are of."""

    def __init__(self, page: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._text: list[str] | None = None
        self._row: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("h1", "h2", "h3", "th", "td"):
            self._text = []
        elif tag == "table":
            self.tables.append((self.headings[-1][1], []))
        elif tag == "tr":
            self._row = []

    def handle_endtag(self, tag):
        text = "".join(self._text or ()).replace("\xa0", " ")
        if tag in ("h1", "h2", "h3"):
            self.headings.append((int(tag[1]), text))
        elif tag in ("th", "td"):
            self._row.append(text)
        elif tag == "tr":
            self.tables[-1][1].append(self._row)

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)


def _lines(page: str, title: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its own headings."""
    return next(rows[1:] for heading, rows in _Parsed(page).tables if heading == title)


def test_the_overview_counts_returns_and_the_children_beside_them(board):
    assert _lines(board, "Authorities") == [
        ["Cardiff", "4", "1", "1", "1", "1", "47", "40", "8", "3", "5", "0", "11"],
        ["Rhondda Cynon Taf", "4", "1", "1", "1", "1", "0", "40", "8", "3", "5", "0", "11"],
        ["On no list", "4", "1", "1", "1", "1", "0", "40", "0", "3", "0", "0", "0"],
        ["All authorities", "4", "1", "1", "1", "1", "47", "40", "8", "3", "5", "0", "11"],
    ]


def test_what_is_missing_is_to_be_chased_once_most_children_first(board):
    school, neighbour = _lines(board, "What to chase")
    assert school[:6] == ["Ysgol Dau", "independent school", "held back", "20 May 2025", "Cardiff", "8"]
    assert "far fewer rows" in school[6] and "confirm that it is complete" in school[6]
    assert neighbour[:6] == ["Caerphilly", "pupils of a neighbour", "not received", "", "CardiffRhondda Cynon Taf", "3"]


def test_each_return_of_an_authority_has_a_line(board):
    nhs, rolls, neighbour, late, held = _lines(board, "Cardiff")
    assert nhs[:7] == ["NHS", "NHS extract", "on time", "29 April 2025", "2", "2", "1"]
    assert nhs[7:] == ["open", "open", "Send the query list."]
    assert rolls[:5] == ["Cardiff", "school rolls", "on time", "29 April 2025", "900"]
    assert neighbour[2:5] == ["not received", "", ""]
    assert held[2] == "held back" and held[8] == "open"
    # half past eleven in UTC is the next day in Wales
    assert late[2:4] == ["1 day late", "21 May 2025"] and late[6:10] == ["0", "", "open", ""]
    assert _lines(board, "On no list")[0][0] == "stray (not on the list)"


def test_every_link_of_the_board_leads_somewhere(board, tmp_path):
    elements = _Parsed(board).elements
    links = [attributes["href"] for tag, attributes in elements if tag == "a"]
    places = {attributes["id"] for _, attributes in elements if "id" in attributes}
    assert len([link for link in links if not link.startswith("#")]) == 5
    for link in links:
        assert link[1:] in places if link.startswith("#") else (tmp_path / CYCLE / link).is_file()


def test_names_cannot_break_out_of_the_board(board, canaries):
    assert "Ysgol &lt;b&gt;Un&lt;/b&gt;" in board and "<b>Un<" not in board
    assert not [value for value in canaries if value != "2014" and value.casefold() in board.casefold()]


@pytest.fixture
def marts():
    """Two cycles of data quality; in the second, stale addresses are most and unusable postcodes do most harm."""
    con = duckdb.connect()
    con.execute("create schema raw; create schema marts")
    con.execute("""
        create table raw.cycles as
        select *
        from (values ('c1', date '2024-04-30'), ('c2', date '2025-04-30')) as t(cycle, reference_date);

        create table marts.nhs_feedback_summary as
        select *
        from (values
            ('c1', 'total', 'stale_address', 300::bigint, 0.3, null::bigint),
            ('c2', 'total', 'stale_address', 200, 0.2, 0),
            ('c2', 'total', 'postcode_unusable', 12, 0.012, 5),
            ('c2', 'W06000015', 'postcode_unusable', 2, 0.004, 1),
            ('c2', 'W06000016', 'postcode_unusable', 10, 0.02, 4),
            ('c2', 'total', 'duplicate', 0, 0.0, 0)
        ) as t(cycle, la_code, feedback_code, records, share, not_placed);

        create table marts.dq_completeness as
        select 'nhs' as source, *
        from (values
            ('c1', 'total', 'surname', 1000::bigint, 1000::bigint, 1000::bigint, 1.0, 1.0),
            ('c2', 'total', 'surname', 1000, 1000, 999, 1.0, 0.9999),
            ('c2', 'total', 'postcode', 1000, 990, 988, 0.99, 0.988),
            ('c2', 'W06000015', 'postcode', 500, 500, 498, 1.0, 0.996),
            ('c2', 'W06000016', 'postcode', 500, 490, 490, 0.98, 0.98)
        ) as t(cycle, supplier_code, field, received, given, valid, given_share, valid_share);

        create table marts.dq_formats as
        select 'nhs' as source, *
        from (values
            ('c2', 'total', 'iso', 900::bigint, 0.9), ('c2', 'total', 'missing', 100, 0.1),
            ('c2', 'W06000015', 'iso', 900, 0.9)
        ) as t(cycle, supplier_code, date_form, records, share);

        create table marts.dq_field_disagreement as
        select *
        from (values
            ('c2', 'total', 'surname', 'agree', 90::bigint, 100::bigint, 0.9),
            ('c2', 'total', 'surname', 'typo', 10, 100, 0.1)
        ) as t(cycle, la_code, field, kind, pairs, pairs_compared, share);
    """)
    yield con
    con.close()


@pytest.fixture
def nhs_page(marts, tmp_path) -> str:
    return write_nhs_quality(marts, tmp_path, cycle="c2").read_text(encoding="utf-8")


def test_what_keeps_children_from_being_found_is_fixed_first(nhs_page):
    first, second = _lines(nhs_page, "Beth i'w gywiro gyntaf / What to fix first")
    assert first[3:] == ["12", "1.2 %", "5", "Rhondda Cynon Taf: 2.0 %"]
    assert second[3:] == ["200", "20.0 %", "0", ""]
    assert "Complete or correct the postcode" in first[2] and "Cwblhau" in first[2]


def test_fields_forms_and_differences_are_shown_where_they_are_worst(nhs_page):
    postcode, surname = _lines(nhs_page, "Pa mor gyflawn a defnyddiadwy / How complete and usable")
    assert postcode == ["Cod postPostcode", "1,000", "99.0 %", "10", "98.8 %", "2", "Rhondda Cynon Taf: 98.0 %"]
    assert surname[4] == "> 99.9 %"
    assert ["Cardiff", "1", "yyyy-mm-dd", "90.0 %", ""] in _lines(nhs_page, "Ffurfiau dyddiad / Date formats")
    assert _lines(nhs_page, "Gwahaniaethau yn y parau a gafwyd / Differences in the pairs that were found") == [
        ["CyfenwSurname", "Gwall teipioA typing error", "10", "10.0 %", ""]
    ]


def test_cycles_stand_beside_one_another(nhs_page, marts, tmp_path):
    stale = next(
        line for line in _lines(nhs_page, "Dros y cylchoedd / Over the cycles") if "another postcode" in line[0]
    )
    assert stale[1:] == ["30.0 %", "20.0 %"]
    first = write_nhs_quality(marts, tmp_path, cycle="c1").read_text(encoding="utf-8")
    assert "first cycle" in first and "20.0 %" not in first


def test_a_cycle_without_extracts_says_so(marts, tmp_path):
    marts.execute("delete from marts.nhs_feedback_summary where cycle = 'c2'")
    assert "No extract of the NHS" in write_nhs_quality(marts, tmp_path, cycle="c2").read_text(encoding="utf-8")


def test_pages_load_nothing(board, nhs_page):
    for page in (board, nhs_page):
        assert not re.search(r"src=|@import|url\(|<script|<link|https?:|//", page.replace("</", ""))


def test_pages_can_be_read_without_seeing_them(board, nhs_page):
    for page in map(_Parsed, (board, nhs_page)):
        levels = [level for level, _ in page.headings]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(deeper - level <= 1 for level, deeper in zip(levels, levels[1:], strict=False))
        assert [tag for tag, _ in page.elements].count("main") == 1
        headings = [attributes for tag, attributes in page.elements if tag == "th"]
        assert {attributes.get("scope") for attributes in headings} == {"col", "row"}
        assert all(text for _, rows in page.tables for text in rows[0])


def test_english_is_marked_on_the_welsh_page(nhs_page):
    (html,) = [attributes for tag, attributes in _Parsed(nhs_page).elements if tag == "html"]
    assert html["lang"] == "cy"
    assert re.search(r"Cyfenw<br><span lang=\"en\">Surname</span>", nhs_page)


def test_a_value_that_a_template_is_not_given_is_an_error():
    with pytest.raises(UndefinedError, match="cycle"):
        render("board.html.j2")


@pytest.mark.parametrize(
    ("mart", "column", "words"),
    [
        ("dq_completeness", "field", {**nhs_quality_words.FIELDS, "upn": ()}),  # an NHS record has no UPN
        ("dq_formats", "date_form", nhs_quality_words.DATE_FORMS),
        ("dq_field_disagreement", "kind", nhs_quality_words.DIFFERENCES),
        ("dq_field_disagreement", "field", nhs_quality_words.FIELDS),
    ],
)
def test_every_code_of_the_marts_has_words(mart, column, words):
    model = yaml.safe_load((QUALITY / f"{mart}.yml").read_text(encoding="utf-8"))["models"][0]
    tests = next(c for c in model["columns"] if c["name"] == column)["data_tests"]
    assert set(tests[0]["accepted_values"]["arguments"]["values"]) <= set(words)


def test_every_issue_has_words_in_both_languages():
    for row in seed_rows("nhs_feedback_codes"):
        assert all(row[f"{kind}_{language}"] for kind in ("problem", "action") for language in ("cy", "en"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "100.0 %"), (0.9996, "> 99.9 %"), (0.5, "50.0 %"), (0.0003, "< 0.1 %"), (0.0, "0.0 %"), (None, "")],
)
def test_nearly_all_is_not_all(value, shown):
    assert share(value) == shown
