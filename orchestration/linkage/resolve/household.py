"""The second pass: what one sibling's link says about the others.

Put here evidence that comes from links already made. A family that moved and took another surname is
hard to see child by child; once one child is linked, its two homes are known to be one household, and
a brother left over on both sides is no longer one among half a million. Keep out first-pass weights.
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.level_groups import NAMED_LEVELS
from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.stages import sql

# Forenames good enough with the same birth date, and those good enough with a near one.
SAME_DATE_LEVELS = ("full", "other_middle", "first", "variant", "similar_92", "other_forename", "similar_84")
NEAR_DATE_LEVELS = ("full", "other_middle", "first", "variant", "similar_92")
NEAR_DATES = ("day_month_swapped", "one_digit", "default_same_year", "two_parts")


def link_households(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> None:
    """Add to ``links`` the children left over in households that are known to be one.

    A household is known where an accepted link of at least ``household_weight`` bits joins its two homes. Reviews that
    such a link answers are removed.
    """
    size = {"household_size": settings.household_size}
    sql.run(con, "resolve/household/left_homes", size)
    sql.run(con, "resolve/household/right_homes", size)
    sql.run(
        con,
        "resolve/household/household_links",
        {
            "household_weight": settings.household_weight,
            "accept_probability": settings.costs.accept_probability,
            "named_levels": NAMED_LEVELS,
            "same_date_levels": SAME_DATE_LEVELS,
            "near_date_levels": NEAR_DATE_LEVELS,
            "near_dates": NEAR_DATES,
        },
    )
    sql.run(con, "resolve/household/drop_answered_reviews")
    sql.run(con, "resolve/household/add_household_links")
