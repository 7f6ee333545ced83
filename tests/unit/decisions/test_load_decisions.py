"""People's decisions: all are kept, and one that cannot be understood stops the load."""

import datetime as dt

import duckdb
import pytest

from orchestration.decisions import load_decisions
from orchestration.errors import BadInput

REGISTER = "cycle,child_id,decision,closure_reason,to_la_code,decided_date,decided_by"
PAIRS = "cycle,left_record_id,right_record_id,decision,decided_date,decided_by"

SUPPRESSIONS = "surname,forenames,date_of_birth,postcode,la_code,reason,recorded_date,recorded_by"


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def load(con, tmp_path):
    def run(register=None, pairs=None, suppressions=None):
        (tmp_path / "decisions").mkdir(exist_ok=True)
        for name, lines in (
            ("register_decisions", register),
            ("pair_decisions", pairs),
            ("suppressions", suppressions),
        ):
            if lines is not None:
                (tmp_path / "decisions" / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
        return load_decisions(con, tmp_path)

    return run


def test_no_decisions_yet(con, tmp_path):
    assert load_decisions(con, tmp_path) == {"register_decisions": 0, "pair_decisions": 0, "suppressions": 0}
    assert con.sql("select * from raw.pair_decisions").fetchall() == []


def test_decisions_of_all_cycles_in_their_order(con, load):
    register = [
        REGISTER,
        "annual-2024,child-1,Confirmed_CME,,,2025-05-30,officer1",
        "",
        "annual-2025,child-1,transferred,,Powys,2026-05-30,officer1",
    ]
    pairs = [
        PAIRS,
        "annual-2025,nhs-1,plasc-1,match,2025-05-30,officer1",
        "annual-2025,nhs-1,plasc-1,not_match,2025-06-01,officer2",
    ]
    assert load(register, pairs) == {"register_decisions": 2, "pair_decisions": 2, "suppressions": 0}
    load(register, pairs)
    assert con.sql("select * from raw.register_decisions order by source_row").fetchall() == [
        ("annual-2024", "child-1", "confirmed_cme", None, None, dt.date(2025, 5, 30), "officer1", 2),
        ("annual-2025", "child-1", "transferred", None, "W06000023", dt.date(2026, 5, 30), "officer1", 4),
    ]
    assert con.sql("select decision, source_row from raw.pair_decisions order by source_row").fetchall() == [
        ("match", 2),
        ("not_match", 3),
    ]


def test_every_issue_is_reported_with_row_and_column_and_nothing_is_written(con, load):
    load([REGISTER, "annual-2025,child-1,not_cme,in school,,2025-05-30,officer1"])
    with pytest.raises(BadInput) as caught:
        load(
            [
                REGISTER,
                "annual-2025,Gwernfab,maybe,,,30/05/2025,officer1",
                "annual-2025,child-2,transferred,,,2025-05-30,",
                "annual-2025,child-3,not_cme",
            ],
            [PAIRS.replace("decided_by", "who")],
        )
    issues = caught.value.issues
    wanted = [
        ("row 2", "child_id"),
        ("row 2", "decision"),
        ("row 2", "decided_date"),
        ("row 3", "decided_by"),
        ("row 3", "to_la_code"),
        ("row 4", "decided_date"),
        ("row 4", "decided_by"),
    ]
    for issue, (row, column) in zip(issues, wanted, strict=False):
        assert issue.startswith(f"decisions/register_decisions.csv, {row}, column {column}:")
    assert len(issues) == len(wanted) + 1 and "pair_decisions.csv, row 1" in issues[-1]
    assert "Gwernfab" not in str(caught.value)
    assert con.sql("select child_id from raw.register_decisions").fetchall() == [("child-1",)]


def test_suppressions_are_kept_as_they_were_written(con, load):
    load(
        suppressions=[
            SUPPRESSIONS,
            "Gwernfab,Nel Mair,2014-09-03,cf991aa,W06000015,Shielded,2025-03-01,officer1",
            "Prys,Ynyr,2013-01-31,,,died,2025-03-02,officer2",
        ]
    )
    assert con.sql("from raw.suppressions order by source_row").fetchall() == [
        (
            "Gwernfab",
            "Nel Mair",
            dt.date(2014, 9, 3),
            "cf991aa",
            "W06000015",
            "shielded",
            dt.date(2025, 3, 1),
            "officer1",
            2,
        ),
        ("Prys", "Ynyr", dt.date(2013, 1, 31), None, None, "died", dt.date(2025, 3, 2), "officer2", 3),
    ]


def test_a_suppression_that_would_never_find_the_child_stops_the_load_and_shows_nothing(con, load):
    with pytest.raises(BadInput) as caught:
        load(
            suppressions=[
                SUPPRESSIONS,
                "-,Nel,2014-09-03,,,died,2025-03-01,officer1",
                "Gwernfab,,03/09/2014,CF99,Elsewhere,hidden,2025-03-01,",
                "Gwernfab,Nel,1914-09-03,,,died,2025-03-01,officer1",
                "Gwernfab,Nel,2026-09-03,,,died,2025-03-01,officer1",
            ]
        )
    wanted = [
        (2, "surname"),
        (3, "forenames"),
        (3, "date_of_birth"),
        (3, "postcode"),
        (3, "la_code"),
        (3, "reason"),
        (3, "recorded_by"),
        (4, "date_of_birth"),
        (5, "date_of_birth"),
    ]
    assert [f.split(":")[0] for f in caught.value.issues] == [
        f"decisions/suppressions.csv, row {row}, column {column}" for row, column in wanted
    ]
    message = str(caught.value)
    assert not [v for v in ("Gwernfab", "Nel", "CF99 ", "1914", "03/09/2014", "hidden") if v in message]
    assert "one of died, objection_upheld, shielded, not_suppressed was expected" in message
