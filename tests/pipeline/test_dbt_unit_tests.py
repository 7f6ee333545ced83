"""dbt's own unit tests: three rows in, the expected rows out. They need the tables of a run to stand on."""

import shutil

from orchestration.dagster.dbt_runner import invoke
from orchestration.paths import Folders


def test_unit_tests_of_the_models_pass(finished_run, tmp_path):
    folders = Folders(tmp_path)
    shutil.copy(finished_run.folders.warehouse, folders.warehouse)
    result = invoke(folders, "test", "--select", "test_type:unit", target=folders.dbt, logs=folders.dbt)
    assert result.success, result.error_text[-3000:]
    assert {event["data"]["status"] for event in result.events} == {"pass"}
