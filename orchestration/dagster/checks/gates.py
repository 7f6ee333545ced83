"""Great Expectations at the door: one gate and one list of warnings for each source."""

import warnings

import dagster as dg

from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.incremental.ledger import recorded_check
from orchestration.landing.contract import SOURCES
from orchestration.quality.results import GateResult
from orchestration.quality.thresholds import read_thresholds
from orchestration.reporting.data_docs import build_docs


def _results(key: dg.AssetKey, gate: GateResult):
    for name, severity, passed in (
        ("gate", dg.AssetCheckSeverity.ERROR, gate.passed),
        ("warnings", dg.AssetCheckSeverity.WARN, not gate.warned),
    ):
        level = "critical" if name == "gate" else "warning"
        of_level = [rule for rule in gate.rules if rule.severity == level]
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name=name,
            passed=passed,
            severity=severity,
            description=gate.message(level) if not passed else "All rules held.",
            metadata={
                "rules": len(of_level),
                "rules_failed": len(gate.failed(level)),
                # each rule's figure, so that its history shows
                **{rule.rule: float(rule.observed) for rule in of_level if rule.observed is not None},
            },
        )


def _gate(source: str) -> dg.AssetChecksDefinition:
    key = dg.AssetKey(["raw", source])

    @dg.multi_asset_check(
        name=f"gate_{source}",
        specs=[
            dg.AssetCheckSpec(
                "gate",
                asset=key,
                blocking=True,
                partitions_def=cycle_partitions,
                description="Rules that stop all that depends on this source.",
            ),
            dg.AssetCheckSpec(
                "warnings",
                asset=key,
                partitions_def=cycle_partitions,
                description="Rules that are reported; the run goes on.",
            ),
        ],
    )
    @recorded_check
    def gate(context: dg.AssetCheckExecutionContext, warehouse: Warehouse):
        # imported by the step: pandas and Great Expectations cost seconds, also in a run that reuses this source
        from orchestration.quality.gate import run_gate

        cycle = context.partition_key
        folders = warehouse.folders
        thresholds = read_thresholds(folders.landing / cycle, folders.reference)
        with warehouse.connect(read_only=True) as con:
            participating = [
                row[0]
                for row in con.execute(
                    "select la_code from raw.participating_las where cycle = ? order by 1", [cycle]
                ).fetchall()
            ]
            result = run_gate(
                con,
                source=source,
                cycle=cycle,
                store_dir=folders.quality,
                participating_las=participating,
                thresholds=thresholds,
            )
        if not result.passed:
            # what stopped the run must be in the Data Docs although later steps will not run
            build_docs(folders.quality)
        yield from _results(key, result)

    return gate


with warnings.catch_warnings():
    # checks by partition are marked as a preview in this version of Dagster, which is pinned
    warnings.simplefilter("ignore", category=dg.PreviewWarning)
    gate_checks = [_gate(source) for source in SOURCES]
