"""dbt's own unit tests: three rows in, the expected rows out. They need the tables of a run to stand on."""

import os
import shutil
import subprocess

from orchestration.dagster.dbt_project import DBT_EXECUTABLE
from orchestration.paths import DBT_PROJECT_DIR


def test_unit_tests_of_the_models_pass(finished_run, tmp_path):
    warehouse = tmp_path / "warehouse.duckdb"
    shutil.copy(finished_run.folders.warehouse, warehouse)
    done = subprocess.run(
        [
            str(DBT_EXECUTABLE),
            "--no-use-colors",
            "--no-version-check",
            "test",
            "--select",
            "test_type:unit",
            "--project-dir",
            str(DBT_PROJECT_DIR),
            "--profiles-dir",
            str(DBT_PROJECT_DIR),
        ],
        env={
            **os.environ,
            "CME_WAREHOUSE": str(warehouse),
            "DBT_TARGET_PATH": str(tmp_path / "target"),
            "DBT_LOG_PATH": str(tmp_path / "target"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "ERROR=0" in done.stdout
    assert "PASS=0" not in done.stdout
