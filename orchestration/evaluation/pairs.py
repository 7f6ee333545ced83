"""What blocking reaches and what comparison sees of given pairs, with linkage's own rules and levels.

Put here questions about pairs whose truth is known. Keep out which pairs linkage chose. The features are
those of linkage, so names are in this connection's memory while it is open; nothing of them leaves it.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from orchestration.linkage.blocking import rules_of_run
from orchestration.linkage.comparisons import Comparison, comparisons
from orchestration.linkage.features import prepare_features
from orchestration.linkage.settings import LinkageSettings

AGREEING = {
    "forename": ("full", "first"),
    "surname": ("exact",),
    "dob": ("exact", "exact_default"),
    "place": ("postcode_house", "house_street_outcode", "postcode"),
}
"""Levels at which a comparison sees no difference between two children; elsewhere only its first level."""


def reached_by_blocking(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``reached`` (record_id with a true pair that is compared) and ``blocking_reach``.

    True pairs are made from the truth and each blocking rule is asked of them, which is linear; blocking
    anew would compare all pairs to answer the same. ``blocking_reach`` has for each rule the true pairs
    it reaches and those that no other rule reaches. Needs ``truth``; makes ``left_features`` and
    ``right_features``.
    """
    prepare_features(
        con,
        con.sql("from linkage_left").to_arrow_table(),
        con.sql("from linkage_right").to_arrow_table(),
        alias_file=LinkageSettings().alias_file,
    )
    rules = rules_of_run(con)
    tests = ", ".join(f"coalesce({rule.sql}, false) as {rule.name}" for rule in rules)
    con.execute(f"""
        create or replace table true_pairs as
        with lefts as (
            select o.record_id, o.source, t.child from outcomes o join truth t using (source_file, source_row)
        ), rights as (
            select x.record_id, t.child from lineage x join truth t using (source_file, source_row)
        ), pairs as (
            select a.record_id as left_id, b.record_id as right_id, a.source from lefts a join rights b using (child)
        )
        select p.left_id, p.right_id, p.source, {tests}
        from pairs p join left_features l on l.unique_id = p.left_id
        join right_features r on r.unique_id = p.right_id
        where l.kind <> r.kind
    """)
    names = [rule.name for rule in rules]
    any_rule, how_many = " or ".join(names), " + ".join(f"{name}::integer" for name in names)
    con.execute(
        f"create or replace table reached as select distinct left_id as record_id from true_pairs where {any_rule}"
    )
    counts = " union all ".join(
        f"select {i} as place, '{name}' as rule, count(*) filter ({name}) as true_pairs_reached,"
        f" count(*) filter ({name} and {how_many} = 1) as reached_by_no_other, count(*) as true_pairs from true_pairs where source = 'nhs'"
        for i, name in enumerate(names)
    )
    con.execute(f"create or replace table blocking_reach as select * exclude (place) from ({counts}) order by place")


def _level_sql(comparison: Comparison) -> str:
    branches = " ".join(f"when {level.sql} then '{level.name}'" for level in comparison.levels[:-1])
    return f"case when {comparison.null_sql} then null {branches} else '{comparison.levels[-1].name}' end"


def compare_pairs(con: duckdb.DuckDBPyConnection, pairs: pa.Table) -> list[dict[str, str | None]]:
    """The level of each comparison for given pairs (left_id, right_id), in their order.

    Needs the features that ``reached_by_blocking`` made. Returns left_id, right_id and one entry a
    comparison: the level, or None where a side lacks the field.
    """
    con.register("given_pairs", pairs)
    levels = ", ".join(f"{_level_sql(c)} as {c.name}" for c in comparisons())
    query = f"""
        with numbered as (select left_id, right_id, row_number() over () as place from given_pairs),
        l as (select columns(*) as '\\0_l' from left_features where unique_id in (select left_id from numbered)),
        r as (select columns(*) as '\\0_r' from right_features where unique_id in (select right_id from numbered))
        select left_id, right_id, {levels}
        from numbered join l on l.unique_id_l = left_id join r on r.unique_id_r = right_id order by place"""
    rows = con.sql(query).to_arrow_table().to_pylist()
    con.unregister("given_pairs")
    return rows


def differing(levels: dict[str, str | None]) -> list[str]:
    """The comparisons that see a difference; a field that is missing on a side shows none."""
    return [
        c.name
        for c in comparisons()
        if levels[c.name] is not None and levels[c.name] not in AGREEING.get(c.name, (c.levels[0].name,))
    ]
