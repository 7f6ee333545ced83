"""From landing folder to published set, and the outcome held against the truth."""

import duckdb
import pytest

TRUTH_JOIN = """
    create view truth as select * from read_csv('{truth}', all_varchar = true);
    create view outcome as
    select o.*, t.person_id, t.education_state, t.is_missing::boolean as is_missing, t.errors
    from marts.match_outcomes as o
    join truth as t on t.source_file = o.source_file and t.source_row::integer = o.source_row;
    create view linked as
    select o.*, m.person_id as matched_person_id
    from outcome as o
    join truth as m on m.source_file = o.matched_file and m.source_row::integer = o.matched_row
    where o.outcome in ('perfect', 'partial');
"""


@pytest.fixture(scope="module")
def con(finished_run):
    with duckdb.connect() as con:
        con.execute(f"attach '{finished_run.folders.warehouse}' as w (read_only)")
        con.execute("use w")
        for statement in TRUTH_JOIN.format(truth=finished_run.truth).split(";"):
            if statement.strip():
                con.execute(statement.replace("create view", "create temp view"))
        yield con


def one(con, sql):
    return con.execute(sql).fetchall()[0][0]


def test_every_row_of_every_file_is_in_raw(con):
    """Truth lists each row of each file; raw has exactly those."""
    received = one(con, "select count(*) from truth")
    raw = one(
        con,
        "select sum(n) from ("
        + " union all ".join(
            f"select count(*) as n from raw.{source}"
            for source in ("nhs", "plasc", "ehe", "eotas", "ooc", "cme_register", "neighbouring", "independent_schools")
        )
        + ")",
    )
    assert raw == received


def test_every_received_record_has_exactly_one_outcome_row(con):
    sources = "source_file like 'nhs/%' or source_file like 'independent_schools/%'"
    assert one(con, "select count(*) from marts.match_outcomes") == one(
        con, f"select count(*) from truth where {sources}"
    )
    assert one(con, "select count(distinct (source_file, source_row)) from marts.match_outcomes") == one(
        con, "select count(*) from outcome"
    )


def test_accepted_links_are_right(con):
    wrong, links = con.execute(
        "select count(*) filter (person_id <> matched_person_id), count(*) from linked"
    ).fetchall()[0]
    assert links > 1000
    # one wrong link in a thousand at this size; the benchmark measures the real figure
    assert wrong <= links / 1000


def test_children_in_education_are_found(con):
    known, found = con.execute(
        """
        select count(*), count(*) filter (outcome in ('perfect', 'partial'))
        from outcome as o
        where source = 'nhs' and disposition = 'in_scope' and exists (
            select 1 from truth as t
            where t.person_id = o.person_id and coalesce(t.errors, '') not like '%not_current%'
            and not starts_with(t.source_file, 'nhs/') and not t.source_file like '%/cme.csv'
        )
        """
    ).fetchall()[0]
    assert found / known > 0.985


def test_no_missing_child_is_hidden_by_another_childs_record(con):
    hidden = one(
        con, "select count(*) from linked where source = 'nhs' and is_missing and person_id <> matched_person_id"
    )
    assert hidden == 0


def test_missing_children_on_the_nhs_list_are_on_the_potential_list(con):
    """Save those whose record cannot be read or waits for a person."""
    listed, missing = con.execute(
        """
        select count(*) filter (exists (
            select 1 from marts.potential_cme as p join truth as t
            on t.source_file = p.source_file and t.source_row::integer = p.source_row
            where t.person_id = o.person_id
        )), count(*)
        from outcome as o
        where source = 'nhs' and is_missing and outcome = 'unmatched'
        """
    ).fetchall()[0]
    assert missing > 10
    assert listed == missing


def test_suitably_home_educated_children_are_left_alone(con):
    assert (
        one(
            con,
            "select count(*) from marts.potential_cme as p join outcome as o using (source_file, source_row) "
            "where o.education_state = 'ehe_suitable' and o.outcome in ('perfect', 'partial')",
        )
        == 0
    )


def test_shares_are_near_the_pilots(con):
    perfect, unmatched = con.execute(
        "select 100.0 * perfect / in_scope, 100.0 * unmatched / in_scope from marts.records_matched "
        "where la_code = 'total' and source = 'nhs'"
    ).fetchall()[0]
    assert 58 < perfect < 78
    assert 3 < unmatched < 12


def test_summary_prints_the_figures_of_the_marts(finished_run):
    (received,) = finished_run.query(
        "select received from marts.records_matched where la_code = 'total' and source = 'total'"
    )[0]
    assert f"{received:,}" in finished_run.stdout
    for words in ("Table 5.1", "Table 6.1", "Time by stage", "Where to look next"):
        assert words in finished_run.stdout


def test_published_set_holds_the_same_figures(finished_run):
    published = finished_run.folders.published
    with duckdb.connect(str(published / "evaluation.duckdb"), read_only=True) as con:
        tables = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
        rows = con.execute("select * from marts.records_matched order by all").fetchall()
    assert tables >= {"match_outcomes", "potential_cme", "cme_register", "records_matched", "cme_before_after"}
    assert rows == duckdb.sql(f"from '{published}/records_matched.parquet' order by all").fetchall()


def test_every_published_table_and_column_is_described(finished_run):
    with duckdb.connect(str(finished_run.folders.published / "evaluation.duckdb"), read_only=True) as published:
        lacking = published.execute(
            "select table_name, null as column_name from duckdb_tables() where comment is null "
            "union all select table_name, column_name from duckdb_columns() "
            "where schema_name = 'marts' and comment is null"
        ).fetchall()
    assert lacking == []
