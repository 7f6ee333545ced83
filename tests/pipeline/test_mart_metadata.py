"""What Dagster shows of the tables of a finished run."""

import dagster as dg
import pytest

from orchestration.dagster.instance import prepare_instance


@pytest.fixture
def metadata_of(finished_run):
    instance = prepare_instance(finished_run.folders)

    def metadata(*key):
        event = instance.get_latest_materialization_event(dg.AssetKey(key))
        return {name: value.value for name, value in event.asset_materialization.metadata.items()}

    return metadata


@pytest.mark.parametrize("key", [("seeds", "case_bases"), ("staging", "stg_nhs"), ("marts", "match_outcomes")])
def test_a_table_of_dbt_has_its_number_of_rows(finished_run, metadata_of, key):
    ((rows,),) = finished_run.query(f"select count(*) from {'.'.join(key)}")
    assert metadata_of(*key)["dagster/row_count"] == rows


def test_the_key_figures_of_a_mart_are_those_of_table_5_1(finished_run, metadata_of):
    ((matched,),) = finished_run.query(
        "select round(100.0 * (perfect + partial) / in_scope, 2) from marts.records_matched "
        "where la_code = 'total' and source = 'total'"
    )
    assert metadata_of("marts", "records_matched")["matched_percent"] == matched
    assert metadata_of("marts", "match_outcomes")["matched_percent"] == matched
