"""When the two jobs run by themselves.

Put here dates and the choice of cycle. Keep out runs because something has arrived, which is the sensor's.

The rule: on its date a schedule runs the newest landed cycle of its kind, if that cycle belongs to the current
collection and its files have changed since they were last loaded. Otherwise it skips and says why.
"""

import datetime as dt

import dagster as dg

from orchestration.dagster.jobs import JOB_OF_KIND
from orchestration.dagster.partitions import loaded_fingerprint, register_landed_cycles
from orchestration.errors import BadInput
from orchestration.landing.arrivals import folder_fingerprint
from orchestration.landing.cycle import Cycle, list_cycles, read_cycle
from orchestration.paths import data_folder

TIMES = {
    # after the January census of maintained schools; each quarter on the same day of the month
    "annual": "0 6 15 1 *",
    "quarterly": "0 6 15 1,4,7,10 *",
}
TIMEZONE = "Europe/London"
MONTHS_PER_QUARTER = 3
SHORTEST_MONTH = 28


def collection_start(kind: str, day: dt.date) -> dt.date:
    """The earliest reference date of the collection that is current on ``day``.

    An annual collection is that of the calendar year, which begins with the census in January. A quarterly one begins
    on the same day of the month three months before, so that it takes an extract of the last day of the quarter
    before as well as one of the first day of this quarter.
    """
    if kind == "annual":
        return day.replace(month=1, day=1)
    months = day.year * 12 + day.month - 1 - MONTHS_PER_QUARTER
    return day.replace(year=months // 12, month=months % 12 + 1, day=min(day.day, SHORTEST_MONTH))


def _schedule(kind: str) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=f"{kind}_schedule",
        job=JOB_OF_KIND[kind],
        cron_schedule=TIMES[kind],
        execution_timezone=TIMEZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Runs the newest landed {kind} cycle of the current collection, unless its files are loaded.",
    )
    def newest_cycle(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        folders, day = data_folder(), context.scheduled_execution_time.date()
        register_landed_cycles(context.instance, folders)
        of_kind = [cycle for cycle in _readable_cycles(context) if cycle.kind == kind]
        if not of_kind:
            return dg.SkipReason(f"No {kind} cycle has landed under {folders.landing}.")
        newest = max(of_kind, key=lambda cycle: (cycle.reference_date, cycle.cycle))
        start = collection_start(kind, day)
        if newest.reference_date < start:
            return dg.SkipReason(
                f"The newest {kind} cycle, {newest.cycle}, is of {newest.reference_date}; the current collection "
                f"begins on {start}. Nothing of it has landed yet."
            )
        if folder_fingerprint(folders.landing / newest.cycle) == loaded_fingerprint(context.instance, newest.cycle):
            return dg.SkipReason(f"{newest.cycle} is loaded with the files that it has now.")
        return dg.RunRequest(run_key=f"{newest.cycle}-{day}", partition_key=newest.cycle)

    return newest_cycle


def _readable_cycles(context: dg.ScheduleEvaluationContext) -> list[Cycle]:
    """The landed cycles; of one whose settings cannot be read the log has the reason."""
    landing, cycles = data_folder().landing, []
    for name in list_cycles(landing):
        try:
            cycles.append(read_cycle(landing, name))
        except BadInput as error:
            context.log.warning(str(error))
    return cycles


schedules = [_schedule(kind) for kind in TIMES]
