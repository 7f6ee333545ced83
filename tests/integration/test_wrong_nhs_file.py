"""An NHS file with slipped columns is held before its gate, so that it does not stop the others."""

import csv

import dagster as dg
import duckdb
import pytest

from orchestration.dagster.partitions import cycle_partitions
from orchestration.definitions import build_defs
from orchestration.landing import SOURCES
from orchestration.synthetic import write_sample

CYCLE = "2025-annual"
RIGHT, WRONG = "W06000015", "W06000016"


@pytest.fixture
def sample(folders):
    write_sample(folders.data, las=[RIGHT, WRONG], scale=0.02, seed=5, cycle=CYCLE)
    path = folders.landing / CYCLE / "nhs" / f"{WRONG}.csv"
    heading, *rows = csv.reader(path.read_text(encoding="utf-8-sig", errors="replace").splitlines())
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows([heading, *([row[-1], *row[:-1]] for row in rows)])
    return folders


def test_the_gate_sees_the_other_files_only(sample, instance):
    tables = ("cycles", "participating_las", "postcodes", "schools", *SOURCES, "files")
    instance.add_dynamic_partitions(cycle_partitions.name, [CYCLE])
    job = build_defs(sample).resolve_job_def("annual_run")
    result = job.execute_in_process(
        partition_key=CYCLE,
        instance=instance,
        raise_on_error=False,
        asset_selection=[dg.AssetKey(["raw", table]) for table in tables],
    )
    assert result.success
    gates = {(c.asset_key.path[-1], c.check_name): c.passed for c in result.get_asset_check_evaluations()}
    assert gates["nhs", "gate"] and not gates["nhs", "warnings"]  # the gate passes, and warns of a file held back
    with duckdb.connect(str(sample.warehouse), read_only=True) as con:
        lines = con.execute(
            "select source_file, status, reason_code, share_found from raw.files where source = 'nhs' order by 1"
        ).fetchall()
        stored = con.execute("select distinct source_file from raw.nhs").fetchall()
    assert [line[:3] for line in lines] == [
        (f"nhs/{RIGHT}.csv", "loaded", None),
        (f"nhs/{WRONG}.csv", "held", "children_not_found"),
    ]
    assert lines[0][3] > 0.8 and lines[1][3] < 0.05
    assert stored == [(f"nhs/{RIGHT}.csv",)]
