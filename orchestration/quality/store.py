"""Great Expectations' own store of suites, results and pages, kept in one folder.

Put here how Great Expectations is set up and called. Keep out the rules and what a result means.

The folder holds ``suites/`` and ``results/`` (JSON) and the Data Docs that are made of them (``expectations/``,
``validations/``, ``index.html``). Nothing of a record reaches it: results are BASIC without samples, the fingerprint of
the data is left out, and a result that ended in an error, whose text could quote a value, is never written.

The project is ephemeral, because a file-based one would rewrite ids in the source tree at each run.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations import ExpectationSuite
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.data_context import AbstractDataContext

SUITES = "suites"
RESULTS = "results"
# counts only: no sample of the values that failed, whatever the expectation
RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}


def open_context(store_dir: Path) -> AbstractDataContext:
    """A Great Expectations project with its files in ``store_dir``, without usage statistics or progress bars.

    It takes milliseconds, so each gate opens its own.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import DataContextConfig, ProgressBarsConfig

    def files(folder: Path) -> dict[str, str]:
        return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.resolve())}

    memory = {"class_name": "InMemoryStoreBackend"}
    config = DataContextConfig(
        config_version=4.0,
        stores={
            "suites": {"class_name": "ExpectationsStore", "store_backend": files(store_dir / SUITES)},
            "results": {
                "class_name": "ValidationResultsStore",
                "store_backend": files(store_dir / RESULTS),
            },
            "checkpoints": {"class_name": "CheckpointStore", "store_backend": memory},
            # this name is looked up by Great Expectations itself
            "validation_definition_store": {
                "class_name": "ValidationDefinitionStore",
                "store_backend": memory,
            },
        },
        expectations_store_name="suites",
        validation_results_store_name="results",
        checkpoint_store_name="checkpoints",
        data_docs_sites={
            "local": {
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": files(store_dir),
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            }
        },
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    return gx.get_context(mode="ephemeral", project_config=config)


class RunSuite(Protocol):
    """``run_suite`` with the context and the cycle given."""

    def __call__(self, *, suite: ExpectationSuite, frame: pd.DataFrame) -> ExpectationSuiteValidationResult: ...


def run_suite(
    context: AbstractDataContext, *, suite: ExpectationSuite, frame: pd.DataFrame, cycle: str
) -> ExpectationSuiteValidationResult:
    """Validate ``frame`` with ``suite``, keep suite and result in the store, and return the result.

    Raises ``RuntimeError`` naming the rules that could not be checked, without the error's text; nothing of
    such a result is kept.
    """
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    # updating compares every pair of expectations, which is slow; deleting by name reads a file that a run
    # without room, or killed, may have left half written
    for key in context.stores[SUITES].list_keys():
        if key.name == suite.name:
            context.stores[SUITES].remove_key(key)
    suite = context.suites.add(suite)
    batch = (
        context.data_sources.add_or_update_pandas(f"raw_{suite.name}")
        .add_dataframe_asset(suite.name)
        .add_batch_definition_whole_dataframe("cycle")
        .get_batch(batch_parameters={"dataframe": frame})
    )
    answer = batch.validate(suite, result_format=RESULT_FORMAT)
    broken = sorted(result.expectation_config.meta["rule"] for result in answer.results if _raised(result))
    if broken:
        raise RuntimeError(f"rules of {suite.name} could not be checked: {', '.join(broken)}")

    run_id = RunIdentifier(run_name=cycle, run_time=datetime.now(UTC))
    # the batch's metadata includes a hash of its data, against which guesses at the content of a very small file
    # could be checked: only what names the run is kept
    answer.meta = {
        "great_expectations_version": answer.meta["great_expectations_version"],
        "run_id": run_id,
        "validation_time": run_id.run_time,
    }
    name = ExpectationSuiteIdentifier(name=suite.name)
    context.validation_results_store.store_validation_results(
        suite_validation_result=answer,
        suite_validation_result_identifier=ValidationResultIdentifier(
            expectation_suite_identifier=name, run_id=run_id, batch_identifier=suite.name
        ),
        expectation_suite_identifier=name,
    )
    return answer


def _raised(result) -> bool:
    """Whether an expectation ended in an error; the details may be one dict or one for each metric."""
    info = result.exception_info or {}
    parts = [info, *(part for part in info.values() if isinstance(part, dict))]
    return any(part.get("raised_exception") is True for part in parts)
