"""One line a step for people who watch a run in a terminal.

Put here how progress looks. Keep out the log of record, which Dagster keeps with the run.
"""

import logging
import sys
import time

import dagster as dg
from dagster import DagsterEventType

STEP_NAMES = {
    "cycles": "cycle settings",
    "before_linkage": "staging and scope (dbt)",
    "model_runs": "training the linkage model",
    "links": "linking records",
    "after_linkage": "outcomes, triage, register, evaluation (dbt)",
    "evaluation__linkage_quality": "evaluating the linkage",
    "returns__query_lists": "query lists and receipts",
    "returns__board": "board of returns, page on NHS data",
    "returns__nhs_data_quality": "board of returns, page on NHS data",
    "work_lists__workbooks": "work lists for officers",
    "quality__data_docs": "Data Docs",
    "published__evaluation": "publishing",
}
"""Steps worth a line of their own; the many small ones of loading show as one."""


def stage_of(step_key: str) -> str:
    """The stage that a step belongs to, in words for the run summary."""
    if step_key.startswith("gate_"):
        return "quality gates"
    for name, stage in STEP_NAMES.items():
        if step_key in (name, f"linkage__{name}"):
            return stage
    if step_key.startswith("raw__") or step_key == "decisions":
        return "loading extracts"
    return "other checks"


class _ProgressHandler(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self._started = time.monotonic()
        self._stage: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        event = (getattr(record, "dagster_meta", None) or {}).get("dagster_event")
        if event is None or event.event_type != DagsterEventType.STEP_START:
            return
        stage = stage_of(event.step_key)
        if stage != self._stage and stage != "other checks":
            self._stage = stage
            elapsed = time.monotonic() - self._started
            # the real stderr: Dagster redirects sys.stderr into the run's own log while a step runs
            print(f"  {elapsed:6.1f} s  {stage}", file=sys.__stderr__, flush=True)


@dg.logger(description="One line for each stage of a run, on standard error.")
def progress_logger(init_context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("cme-progress", level=logging.DEBUG)
    logger.addHandler(_ProgressHandler())
    return logger
