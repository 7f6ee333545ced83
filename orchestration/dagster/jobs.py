"""The two jobs that people and schedules run.

Put here which assets a job holds. Keep out when it runs (``schedules``, ``sensors``).
"""

import dagster as dg

TRAINING = dg.AssetSelection.assets(dg.AssetKey(["linkage", "model_runs"]))

annual_run = dg.define_asset_job(
    "annual_run",
    selection=dg.AssetSelection.all(),
    description="Landing to published set for one cycle, with a newly trained linkage model.",
)

quarterly_run = dg.define_asset_job(
    "quarterly_run",
    selection=dg.AssetSelection.all() - TRAINING,
    description="Landing to published set for one cycle, with the linkage model of the last annual "
    "run, so that a change between quarters is a change in the data.",
)

JOB_OF_KIND = {"annual": annual_run, "quarterly": quarterly_run}
