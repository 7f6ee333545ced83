"""When the two jobs run by themselves.

Put here dates and the choice of cycle. A schedule runs the newest landed cycle of its kind; where
none has landed it says so and waits for the next date.
"""

import dagster as dg

from orchestration.dagster.jobs import JOB_OF_KIND
from orchestration.dagster.partitions import register_landed_cycles
from orchestration.errors import BadInput
from orchestration.landing.cycle import list_cycles, read_cycle
from orchestration.paths import data_folder

TIMES = {
    # after the January census of maintained schools; each quarter on the same day of the month
    "annual": "0 6 15 1 *",
    "quarterly": "0 6 15 1,4,7,10 *",
}
TIMEZONE = "Europe/London"


def _schedule(kind: str) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=f"{kind}_schedule",
        job=JOB_OF_KIND[kind],
        cron_schedule=TIMES[kind],
        execution_timezone=TIMEZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Runs the newest landed {kind} cycle.",
    )
    def newest_cycle(context: dg.ScheduleEvaluationContext):
        folders = data_folder()
        landed = []
        for name in list_cycles(folders.landing):
            try:
                landed.append(read_cycle(folders.landing, name))
            except BadInput as error:
                context.log.warning(str(error))
        of_kind = [cycle for cycle in landed if cycle.kind == kind]
        if not of_kind:
            return dg.SkipReason(f"No {kind} cycle has landed under {folders.landing}.")
        newest = max(of_kind, key=lambda cycle: (cycle.reference_date, cycle.cycle))
        register_landed_cycles(context.instance, folders)
        # one run a cycle and tick: a cycle that is still the newest at the next date runs again
        run_key = f"{newest.cycle}-{context.scheduled_execution_time:%Y-%m-%d}"
        return dg.RunRequest(run_key=run_key, partition_key=newest.cycle)

    return newest_cycle


schedules = [_schedule(kind) for kind in TIMES]
