"""Coverage and quality marts against what the sample is known to hold.

Put here what needs a whole run and the truth of the sample. Rules that hold of any data are dbt tests.
"""

import duckdb
import pytest

PLANTED = {
    # field and kind of difference -> what the generator calls the error
    ("surname", "typo"): "surname_typo",
    ("forename", "typo"): "forename_typo",
    ("date_of_birth", "day_month_swapped"): "birth_day_month",
    ("surname", "names_swapped"): "swapped_names",
}


@pytest.fixture(scope="module")
def pairs(finished_run) -> duckdb.DuckDBPyConnection:
    """Accepted NHS records with the errors planted on them and on the record they were linked to."""
    con = duckdb.connect()
    con.execute(f"attach '{finished_run.folders.warehouse}' as warehouse (read_only)")
    con.execute(
        "create table truth as select source_file, source_row::integer as source_row, coalesce(errors, '') as errors "
        f"from read_csv('{finished_run.truth}', all_varchar = true)"
    )
    con.execute(
        "create table pairs as select nhs.errors || ';' || education.errors as errors, compared.* "
        "from warehouse.marts.match_outcomes as o "
        "inner join warehouse.intermediate.int_field_comparison as compared on compared.record_id = o.record_id "
        "inner join truth as nhs on nhs.source_file = o.source_file and nhs.source_row = o.source_row "
        "inner join truth as education on education.source_file = matched_file and education.source_row = matched_row "
        "where o.source = 'nhs' and o.outcome in ('perfect', 'partial')"
    )
    return con


@pytest.mark.parametrize(("field", "kind"), PLANTED)
def test_differences_are_near_the_planted_rate(pairs, field, kind):
    """Another spelling of a name is no typing error, though it may be one letter away: left aside."""
    planted, found = pairs.execute(
        f"select count(*) filter (contains(errors, ?)), count(*) filter ({field}_kind = ?) "
        "from pairs where not contains(errors, 'other_spelling')",
        [PLANTED[field, kind], kind],
    ).fetchall()[0]
    assert planted > 0
    assert abs(found - planted) <= max(4, 0.25 * planted)


def test_all_accepted_pairs_are_compared(pairs):
    accepted = pairs.execute("select count(*) from pairs").fetchall()
    compared = pairs.execute(
        "select distinct pairs_compared from warehouse.marts.dq_field_disagreement where la_code = 'total'"
    ).fetchall()
    assert compared == accepted


def test_families_that_moved_are_counted(pairs):
    planted = pairs.execute("select count(*) from pairs where contains(errors, 'old_address')").fetchall()[0][0]
    found = pairs.execute(
        "select records from warehouse.marts.nhs_feedback_summary where la_code = 'total'"
        " and feedback_code = 'stale_address'"
    ).fetchall()[0][0]
    assert found == pytest.approx(planted, rel=0.1)


def test_surgery_addresses_are_counted(pairs):
    planted = pairs.execute(
        "select count(*) from truth where source_file like 'nhs/%' and contains(errors, 'surgery_address')"
    ).fetchall()[0][0]
    found = pairs.execute(
        "select records from warehouse.marts.nhs_feedback_summary where la_code = 'total'"
        " and feedback_code = 'surgery_address'"
    ).fetchall()[0][0]
    assert 0.99 * planted <= found <= planted + 2


def test_each_listed_school_is_expected_once(finished_run):
    listed = finished_run.query(
        "select count(*) from raw.schools where lower(sector) like '%independent%' "
        "and la_code in (select la_code from raw.participating_las)"
    )
    expected = finished_run.query(
        "select expected - not_on_a_list from marts.coverage_summary "
        "where la_code = 'total' and supplier_kind = 'independent_school'"
    )
    assert expected == listed
    assert listed[0][0] > 0


def test_a_late_return_is_one_received_after_the_deadline(finished_run):
    late = finished_run.query(
        "select count(*) from raw.files, raw.cycles where source = 'independent_schools' and status = 'loaded' "
        "and received_at >= deadline_independent_schools + interval 1 day"
    )
    counted = finished_run.query(
        "select received_late from marts.coverage_summary where la_code = 'total'"
        " and supplier_kind = 'independent_school'"
    )
    assert counted == late
