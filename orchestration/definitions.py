"""All that is loaded, on one page.

Put here nothing but the list. ``build_defs`` is the seam for tests and for other data folders.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from orchestration.dagster.assets.dbt_models import build_dbt_assets
from orchestration.dagster.assets.evaluation import evaluation_assets
from orchestration.dagster.assets.landing import landing_assets
from orchestration.dagster.assets.linkage import linkage_assets
from orchestration.dagster.assets.pages import page_assets
from orchestration.dagster.assets.publish import evaluation
from orchestration.dagster.assets.quality import data_docs
from orchestration.dagster.assets.reference import reference_assets
from orchestration.dagster.assets.returns import query_lists
from orchestration.dagster.assets.work_lists import workbooks
from orchestration.dagster.checks.gates import gate_checks
from orchestration.dagster.jobs import annual_run, quarterly_run
from orchestration.dagster.progress import progress_logger
from orchestration.dagster.resources import build_resources
from orchestration.dagster.schedules import schedules
from orchestration.dagster.sensors import sensors
from orchestration.paths import Folders, data_folder


def build_defs(folders: Folders | None = None, resource_overrides: Mapping[str, Any] | None = None) -> dg.Definitions:
    """The definitions for one data folder.

    Args:
        folders: the data folder; by default the one that ``CME_DATA_DIR`` names.
        resource_overrides: resources to put in the place of the usual ones, by name.
    """
    folders = folders or data_folder()
    return dg.Definitions(
        assets=[
            *reference_assets,
            *landing_assets,
            data_docs,
            query_lists,
            *build_dbt_assets(folders),
            *linkage_assets,
            *evaluation_assets,
            *page_assets,
            workbooks,
            evaluation,
        ],
        asset_checks=[*gate_checks],
        jobs=[annual_run, quarterly_run],
        schedules=schedules,
        sensors=sensors,
        resources={**build_resources(folders), **(resource_overrides or {})},
        loggers={"progress": progress_logger},
        # DuckDB has one writer: steps in processes of their own would lock each other out
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    return build_defs()
