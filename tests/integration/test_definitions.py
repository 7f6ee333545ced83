"""What Dagster loads: assets that are tables, in stages that follow one another."""

import dagster as dg
import duckdb
import pytest

from orchestration.dagster.groups import OWNERS
from orchestration.incremental.plan import check_steps
from orchestration.incremental.step_inputs import external_inputs, external_outputs
from tests.integration.conftest import land_cycle

STAGES = list(OWNERS)
CONTRACT_MARTS = ["match_outcomes", "potential_cme", "cme_register", "records_matched", "cme_before_after"]
SOURCES = [
    "nhs",
    "plasc",
    "ehe",
    "eotas",
    "ooc",
    "cme_register",
    "neighbouring",
    "independent_schools",
]


@pytest.fixture(scope="module")
def graph(definitions):
    return definitions.resolve_asset_graph()


def test_every_asset_has_a_stage_an_owner_and_a_description(graph):
    lacking = {
        key.to_user_string(): (node.group_name, bool(node.owners), bool(node.description))
        for key in graph.materializable_asset_keys
        if (node := graph.get(key)) and not (node.group_name in STAGES and node.owners and node.description)
    }
    assert lacking == {}


def test_no_asset_depends_on_a_later_stage(graph):
    """So that the picture reads from left to right."""
    backwards = [
        (parent.to_user_string(), key.to_user_string())
        for key in graph.materializable_asset_keys
        for parent in graph.get(key).parent_keys
        if STAGES.index(graph.get(parent).group_name) > STAGES.index(graph.get(key).group_name)
    ]
    assert backwards == []


def test_every_group_has_assets_and_they_are_owned_by_its_team(graph):
    owners = {}
    for key in graph.materializable_asset_keys:
        owners.setdefault(graph.get(key).group_name, []).append(list(graph.get(key).owners))
    assert owners.keys() == OWNERS.keys()
    assert all(owned == OWNERS[group] for group, of_assets in owners.items() for owned in of_assets)


def test_every_check_has_a_description(graph):
    specs = [graph.get_check_spec(key) for key in graph.asset_check_keys]
    assert [spec.key for spec in specs if not spec.description] == []


def test_checks_of_wordings_warn_and_all_others_of_marts_block(graph):
    blocking = {
        spec.key: spec.blocking
        for key in graph.asset_check_keys
        if (spec := graph.get_check_spec(key)).asset_key.path[0] == "marts"
    }
    assert {key for key, blocks in blocking.items() if not blocks} == {
        key for key in blocking if key.asset_key.path[1] == "match_explanations"
    }


def test_nothing_is_read_that_no_asset_makes(graph):
    unmade = [key.to_user_string() for key in graph.get_all_asset_keys() if not graph.get(key).is_materializable]
    assert unmade == []


@pytest.mark.parametrize("source", SOURCES)
def test_each_source_has_a_gate_that_blocks_and_warnings_that_do_not(graph, source):
    key = dg.AssetKey(["raw", source])
    checks = {
        check.name: check.blocking
        for check in (graph.get_check_spec(k) for k in graph.get_check_keys_for_assets({key}))
    }
    assert checks == {"gate": True, "warnings": False}


@pytest.mark.parametrize("mart", CONTRACT_MARTS)
def test_tests_of_the_marts_show_as_checks(graph, mart):
    assert graph.get_check_keys_for_assets({dg.AssetKey(["marts", mart])})


def test_annual_run_trains_and_quarterly_run_does_not(definitions):
    training = dg.AssetKey(["linkage", "model_runs"])
    keys = {
        name: set(definitions.resolve_job_def(name).asset_layer.executable_asset_keys)
        for name in ("annual_run", "quarterly_run")
    }
    assert training in keys["annual_run"]
    assert keys["annual_run"] - keys["quarterly_run"] == {training}


def test_of_each_asset_it_is_known_what_it_reads_and_leaves(graph, folders):
    """Else a change of what it reads would go unnoticed."""
    land_cycle(folders, "2025-annual")
    with duckdb.connect() as con:
        for key in graph.materializable_asset_keys:
            step = key.to_user_string()
            assert external_inputs(step, folders=folders, cycle="2025-annual", con=con)
            external_outputs(step, folders=folders, cycle="2025-annual")


def test_each_asset_and_check_of_python_is_recorded(definitions):
    """dbt's models and tests are recorded with their stage."""
    forgotten = [
        node.name
        for node in definitions.resolve_job_def("annual_run").graph.nodes
        if not hasattr(node.definition.compute_fn.decorated_fn, "__wrapped__")
    ]
    assert forgotten == []


def test_all_runs_share_one_process(definitions):
    assert definitions.executor is dg.in_process_executor


def test_checks_are_steps_of_their_own_where_no_asset_is_built_with_them(definitions):
    graph = definitions.resolve_job_def("annual_run").asset_layer.asset_graph
    gates = {(f"raw/{source}", name) for source in SOURCES for name in ("gate", "warnings")}
    found = {(check.asset_key.to_user_string(), check.name) for check in check_steps(graph)}
    assert found == gates
