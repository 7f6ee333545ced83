"""What must hold of linkage before anything is built on it: nothing lost, one to one."""

import dagster as dg

from orchestration.dagster.resources import Warehouse
from orchestration.incremental.ledger import recorded_check

LINKS = dg.AssetKey(["linkage", "links"])

ACCOUNTS = """
    with placed as (
        select left_id from linkage.links
        union all select left_id from linkage.unlinked
        union all select left_id from linkage.duplicates
    )
    select
        (select count(*) from intermediate.int_linkage_left) as given,
        (select count(*) from placed) as placed,
        (select count(distinct left_id) from placed) as placed_once
"""

SHARED = """
    select count(*) from (
        select left_kind, person_id from linkage.links
        where decision = 'accept' group by all having count(*) > 1
    )
"""


@dg.asset_check(asset=LINKS, blocking=True)
@recorded_check
def every_record_is_placed_once(warehouse: Warehouse) -> dg.AssetCheckResult:
    """Each record given to linkage is linked, unlinked or a duplicate, exactly once."""
    with warehouse.connect(read_only=True) as con:
        given, placed, placed_once = con.execute(ACCOUNTS).fetchall()[0]
    return dg.AssetCheckResult(
        passed=given == placed == placed_once,
        description=f"{given} records given, {placed} outcomes, {placed_once} different records.",
        metadata={"records_given": given, "outcomes": placed, "records_with_an_outcome": placed_once},
    )


@dg.asset_check(asset=LINKS, blocking=True)
@recorded_check
def links_are_one_to_one(warehouse: Warehouse) -> dg.AssetCheckResult:
    """No person in education is the accepted link of two records of one source."""
    with warehouse.connect(read_only=True) as con:
        shared = con.execute(SHARED).fetchall()[0][0]
    return dg.AssetCheckResult(
        passed=shared == 0,
        description=f"{shared} persons are linked twice from one source.",
        metadata={"persons_linked_twice": shared},
    )


linkage_checks = [every_record_is_placed_once, links_are_one_to_one]
