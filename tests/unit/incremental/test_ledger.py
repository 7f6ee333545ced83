"""A step is noted when it has ended well, and only then."""

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
            return {step: note.fingerprint for step, note in read_records(con, CYCLE).items()}


@pytest.fixture
def steps(tmp_path, monkeypatch):
    with dg.DagsterInstance.ephemeral() as instance:
        steps = Steps(Folders(tmp_path / "data"), instance)
        monkeypatch.setattr(ledger, "own_inputs", lambda step, **_: {"file": steps.inputs.get(step, "same")})
        monkeypatch.setattr(ledger, "outside_outputs", lambda step, **_: "")
        yield steps


ALL = {"t/first", "t/first gate", "t/second"}


def test_the_same_inputs_give_the_same_notes(steps):
    notes = steps.run()
    assert notes.keys() == ALL
    assert notes["t/first gate"] == notes["t/first"] != notes["t/second"]
    assert steps.run() == notes


def test_a_change_changes_all_that_follows_and_nothing_before(steps):
    before = steps.run()
    steps.inputs["t/second"] = "other"
    after = steps.run()
    assert (after["t/first"], after["t/second"] != before["t/second"]) == (before["t/first"], True)
    steps.inputs["t/first"] = "other"
    assert all(after[step] != note for step, note in steps.run().items())


@pytest.mark.parametrize(
    ("failing", "noted"),
    [("first", set()), ("gate", {"t/first"}), ("warning", ALL), ("second", {"t/first", "t/first gate"})],
)
def test_what_failed_is_not_done_though_it_was_before(steps, failing, noted):
    steps.run("first", failing=[failing]) if failing != "second" else steps.run(failing=[failing])
    assert steps.run(failing=[failing]).keys() == noted
    assert steps.run().keys() == ALL


def test_what_a_check_warns_of_is_kept_until_it_is_asked_again(steps):
    def said():
        with connect(steps.folders.warehouse, read_only=True) as con:
            return read_records(con, CYCLE)["t/first gate"].said

    steps.run(failing=["warning"])
    assert said() == "2 rows"
    steps.run("second")
    assert said() == "2 rows"
    steps.run()
    assert said() == ""


def test_a_step_on_its_own_stands_on_the_step_that_was_noted(steps):
    before = steps.run()
    steps.inputs["t/first"] = "other"
    # the file has changed and was not loaded: what is built now is still built of the old one
    assert steps.run("second")["t/second"] == before["t/second"]


def test_a_step_that_stands_on_nothing_noted_is_not_noted(steps):
    assert steps.run("second") == {}
