"""Left records that are the same child as another left record of the same kind.

Put here what keeps one child from being counted twice: as one matched and one missing, or as two
missing. Keep out exact repeats, which are set aside before linkage. The price of an error is a child
taken for somebody else's second record, so forenames must be forms of one name, and two records that
could be twins are never joined on likeness of spelling.
"""

from __future__ import annotations

import math

import duckdb

from orchestration.linkage.settings import LinkageSettings

# The share of a list that repeats a child under other details: 0.3 to 0.5 % is usual.
DUPLICATE_SHARE = 0.004
DUPLICATE_KINDS = ("nhs", "independent_school")

_SAME_FORENAME = "(a.fn_first = b.fn_first or a.fn_joined = b.fn_joined)"
_FORM_OF_ONE = f"({_SAME_FORENAME} or list_has_any(a.fn_alias, b.fn_alias))"
_ONE_DIGIT = "case when length(a.dob) = length(b.dob) then hamming(a.dob, b.dob) <= 1 else false end"


def find_duplicates(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> None:
    """Make ``duplicates`` and remove duplicates from ``links``.

    A record not accepted is a duplicate where it points strongly to a person already linked to a
    compatible record of the same kind (``taken``), or where it is plainly the same child as another
    record: birth date and forename agree, and the home or the surname with the home's district does
    (``alike``). It is a duplicate of the linked record if there is one, else of the smallest id.
    """
    # the other account of the pair: the record's own partner is absent, and this one is a namesake's
    odds = settings.costs.accept_probability / (1 - settings.costs.accept_probability)
    needed = math.log2(odds) - math.log2(DUPLICATE_SHARE)
    kinds = ", ".join(f"'{kind}'" for kind in DUPLICATE_KINDS)
    con.execute(f"""
        create or replace temp table duplicate_edges as
        with open_records as (
            select * from left_features where kind in ({kinds})
              and unique_id not in (select left_id from links where decision = 'accept')
        ), taken as (
            select b.unique_id as b, a.unique_id as a, p.match_weight,
                case when a.fn_first <> b.fn_first then 'name_variant'
                     when a.sn is distinct from b.sn then 'surname_changed'
                     when a.dob <> b.dob then 'birth_date_differs'
                     when a.pc = b.pc then 'address_and_name' else 'name_and_birth_date' end as match_reason
            from open_records b
            join pairs p on p.left_id = b.unique_id
            join links k on k.person_id = p.person_id and k.left_kind = p.left_kind and k.decision = 'accept'
            join left_features a on a.unique_id = k.left_id
            join cuts c on c.left_id = b.unique_id
            where p.match_weight >= c.alone + {needed}
              and (a.dob = b.dob or a.dob_swap = b.dob or {_ONE_DIGIT})
              and p.forename_level in ('full', 'other_middle', 'first', 'variant', 'similar_92', 'swapped')
              and ({_FORM_OF_ONE} or (a.unique_id, b.unique_id) not in (select (member, mate) from left_mates)
                   and jaro_winkler_similarity(a.fn_first, b.fn_first) >= 0.92)
        ), alike as (
            select b.unique_id as b, a.unique_id as a, null::double as match_weight,
                case when a.fn_first <> b.fn_first then 'name_variant'
                     when a.sn is distinct from b.sn then 'surname_changed' else 'address_and_name' end as match_reason
            from open_records b join left_features a on a.dob = b.dob and a.kind = b.kind and a.unique_id <> b.unique_id
            where (a.fn_first = b.fn_first and a.pc = b.pc)
               or ({_FORM_OF_ONE} and list_has_any(a.sn_parts, b.sn_parts)
                   and (a.pc = b.pc or a.pc_outcode = b.pc_outcode
                        and (a.house_street = b.house_street or a.sn = b.sn and list_has_any(a.fn_middles, b.fn_middles))))
        )
        select * from taken union all select * from alike
        qualify row_number() over (partition by b, a order by match_weight desc nulls last) = 1
    """)
    linked = {row[0] for row in con.execute("select left_id from links where decision = 'accept'").fetchall()}
    edges = con.execute(
        "select b, a, match_weight, match_reason from duplicate_edges order by b, a"
    ).fetchall()
    rows = _resolve(edges, linked)
    con.execute("""create or replace table duplicates
        (left_id varchar, duplicate_of_left_id varchar, match_weight double, match_reason varchar)""")
    if rows:
        con.executemany("insert into duplicates values (?, ?, ?, ?)", rows)
    con.execute("delete from links where left_id in (select left_id from duplicates)")


def _resolve(
    edges: list[tuple[str, str, float | None, str]], linked: set[str]
) -> list[tuple[str, str, float | None, str]]:
    """One row a duplicate, pointing to a record that is itself kept.

    An open record goes to the linked record it points to (the strongest; then the smallest id); open
    records that point only to each other keep the smallest id of their group.
    """
    to_linked: dict[str, tuple[str, float | None, str]] = {}
    for b, a, weight, reason in edges:
        if a not in linked:
            continue
        best = to_linked.get(b)
        if best is None or (weight or 0.0) > (best[1] or 0.0):
            to_linked[b] = (a, weight, reason)
    rows = [(b, *target) for b, target in to_linked.items()]
    kept: dict[str, str] = {}
    for b, a, weight, reason in edges:
        if a in linked or a in to_linked or b in to_linked or a >= b or b in kept:
            continue
        target = kept.get(a, a)
        kept[b] = target
        rows.append((b, target, weight, reason))
    return sorted(rows)
