"""A step is recorded when it has succeeded, and only then."""

import dagster as dg
import pytest

from orchestration.dagster.resources import Warehouse
from orchestration.incremental import ledger
from orchestration.incremental.ledger import read_records, recorded, recorded_check
from orchestration.paths import Folders
from orchestration.storage.warehouse import connect

CYCLE = "2025-annual"


class Steps:
    """A small graph, ``first`` and ``second`` after it, with a check of the first; what fails can be said."""

    def __init__(self, folders, instance):
        self.folders, self.instance = folders, instance
        self.failing, self.inputs = set(), {}
        partitions = dg.StaticPartitionsDefinition([CYCLE])

        @dg.asset(key=["t", "first"], partitions_def=partitions)
        @recorded
        def first(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
            assert context.partition_key == CYCLE
            self._may_fail("first")
            return dg.MaterializeResult(metadata={"rows": 1})

        @dg.multi_asset(
            name="second", specs=[dg.AssetSpec(["t", "second"], deps=[["t", "first"]])], partitions_def=partitions
        )
        @recorded
        def second(warehouse: Warehouse):
            yield dg.MaterializeResult(asset_key=["t", "second"])
            self._may_fail("second")

        @dg.asset_check(asset=first, blocking=True)
        @recorded_check
        def gate(warehouse: Warehouse) -> dg.AssetCheckResult:
            severity = dg.AssetCheckSeverity.WARN if "warning" in self.failing else dg.AssetCheckSeverity.ERROR
            return dg.AssetCheckResult(
                passed=not self.failing & {"gate", "warning"}, severity=severity, description="2 rows"
            )

        self.definitions = dg.Definitions(
            [first, second],
            asset_checks=[gate],
            jobs=[dg.define_asset_job("all_of_it")],
            resources={"warehouse": Warehouse(data_dir=str(folders.data))},
            executor=dg.in_process_executor,
        )

    def _may_fail(self, step):
        if step in self.failing:
            raise ValueError(step)

    def run(self, *chosen, failing=()):
        self.failing = set(failing)
        self.definitions.resolve_job_def("all_of_it").execute_in_process(
            instance=self.instance,
            partition_key=CYCLE,
            raise_on_error=False,
            asset_selection=[dg.AssetKey(["t", name]) for name in chosen] or None,
        )
        with connect(self.folders.warehouse, read_only=True) as con:
            return {step: record.fingerprint for step, record in read_records(con, CYCLE).items()}


@pytest.fixture
def steps(tmp_path, monkeypatch):
    with dg.DagsterInstance.ephemeral() as instance:
        steps = Steps(Folders(tmp_path / "data"), instance)
        monkeypatch.setattr(ledger, "external_inputs", lambda step, **_: {"file": steps.inputs.get(step, "same")})
        monkeypatch.setattr(ledger, "external_outputs", lambda step, **_: "")
        yield steps


ALL = {"t/first", "t/first gate", "t/second"}


def test_the_same_inputs_give_the_same_fingerprints(steps):
    fingerprints = steps.run()
    assert fingerprints.keys() == ALL
    assert fingerprints["t/first gate"] == fingerprints["t/first"] != fingerprints["t/second"]
    assert steps.run() == fingerprints


def test_a_change_changes_all_that_follows_and_nothing_before(steps):
    before = steps.run()
    steps.inputs["t/second"] = "other"
    after = steps.run()
    assert (after["t/first"], after["t/second"] != before["t/second"]) == (before["t/first"], True)
    steps.inputs["t/first"] = "other"
    assert all(after[step] != fingerprint for step, fingerprint in steps.run().items())


@pytest.mark.parametrize(
    ("failing", "recorded_steps"),
    [("first", set()), ("gate", {"t/first"}), ("warning", ALL), ("second", {"t/first", "t/first gate"})],
)
def test_what_failed_is_not_complete_though_it_was_before(steps, failing, recorded_steps):
    steps.run("first", failing=[failing]) if failing != "second" else steps.run(failing=[failing])
    assert steps.run(failing=[failing]).keys() == recorded_steps
    assert steps.run().keys() == ALL


def test_a_warning_of_a_check_is_kept_until_it_is_run_again(steps):
    def warning():
        with connect(steps.folders.warehouse, read_only=True) as con:
            return read_records(con, CYCLE)["t/first gate"].warning

    steps.run(failing=["warning"])
    assert warning() == "2 rows"
    steps.run("second")
    assert warning() == "2 rows"
    steps.run()
    assert warning() == ""


def test_a_step_on_its_own_builds_on_the_recorded_step(steps):
    before = steps.run()
    steps.inputs["t/first"] = "other"
    # the file has changed and was not loaded: what is built now is still built of the old one
    assert steps.run("second")["t/second"] == before["t/second"]


def test_a_step_after_an_unrecorded_one_is_not_recorded(steps):
    assert steps.run("second") == {}
