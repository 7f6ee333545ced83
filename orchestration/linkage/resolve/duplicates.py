"""Left records that are the same child as another left record of the same kind.

Put here what keeps one child from being counted twice: as one matched and one missing, or as two
missing. Keep out exact repeats, which are set aside before linkage. The price of an error is a child
taken for somebody else's second record, so forenames must be forms of one name, and two records that
could be twins (one home, one birth date, two names) are never joined without a person.

A record listed twice differs in something, or it would have been set aside: mostly in the address, which
one of the two practices never updated. That the addresses differ therefore says nothing against it.
"""

from __future__ import annotations

import math

import duckdb

from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.sql import quoted

# The share of a list that repeats a child under other details: 0.3 to 0.5 % is usual.
DUPLICATE_SHARE = 0.004
# Names go together in families and peoples: a namesake is so much likelier than by chance.
NAMESAKES = 4
DUPLICATE_KINDS = ("nhs", "independent_school")

_SAME_FORENAME = "(a.fn_first = b.fn_first or a.fn_joined = b.fn_joined)"
_FORM_OF_ONE = f"({_SAME_FORENAME} or list_has_any(a.fn_alias, b.fn_alias))"
# Two names that children have, in one home on one birth date: perhaps one child, perhaps Jac and his twin Jack.
_TWO_NAMES = (
    "coalesce(a.fn_first <> b.fn_first and a.dob = b.dob and not a.fn_rare and not b.fn_rare"
    " and (a.pc = b.pc or a.house_street = b.house_street), false)"
)
_ONE_DIGIT = "case when length(a.dob) = length(b.dob) then hamming(a.dob, b.dob) <= 1 else false end"


def find_duplicates(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> None:
    """Make ``duplicates``, remove duplicates from ``links``, and add to it what a person must say.

    A record not accepted is a duplicate where it points strongly to a person already linked to a
    compatible record of the same kind (``taken``), where it is plainly the same child as another record,
    birth date and forename agreeing with the home, or the surname with the home's district (``alike``), or
    where it shares birth date and full name with another and the name is so uncommon that a namesake of one
    birth date is not to be expected (``namesake``). It is a duplicate of the linked record if there is one,
    else of the smallest id. A record that points less strongly to a taken person, or that may be the twin
    of the one linked to it, is held for review: it is neither found nor missing until a person has looked.
    """
    # the other account of the pair: the record's own partner is absent, and this one is a namesake's
    share = math.log2(DUPLICATE_SHARE)
    needed = settings.costs.accept_log_odds - share
    worth_a_look = settings.costs.review_log_odds - share
    kinds = quoted(DUPLICATE_KINDS)
    con.execute(f"""
        create or replace temp table open_records as
        select * from left_features where kind in ({kinds})
          and unique_id not in (select left_id from links where decision = 'accept');
        create or replace temp table taken as
        select b.unique_id as b, a.unique_id as a, p.left_kind, p.person_id, p.right_id, p.right_kind, p.match_weight,
            p.match_weight - least(p.mw_place, 0) - c.alone as surplus, {_TWO_NAMES} as is_two_names,
            case when a.fn_first <> b.fn_first then 'name_variant'
                 when a.sn is distinct from b.sn then 'surname_changed'
                 when a.dob <> b.dob then 'birth_date_differs'
                 when a.pc = b.pc then 'address_and_name' else 'name_and_birth_date' end as match_reason
        from open_records b
        join pairs p on p.left_id = b.unique_id
        join links k on k.person_id = p.person_id and k.left_kind = p.left_kind and k.decision = 'accept'
        join left_features a on a.unique_id = k.left_id
        join cuts c on c.left_id = b.unique_id
        where (a.dob = b.dob or a.dob_swap = b.dob or {_ONE_DIGIT})
          and p.forename_level in ('full', 'other_middle', 'first', 'variant', 'similar_92', 'swapped')
          and ({_FORM_OF_ONE} or a.fn_first = b.sn_first and b.fn_first = a.sn_first
               or jaro_winkler_similarity(a.fn_first, b.fn_first) >= 0.92 and not {_TWO_NAMES})
    """)
    con.execute(f"""
        create or replace temp table duplicate_edges as
        with alike as (
            select b.unique_id as b, a.unique_id as a, null::double as match_weight,
                case when a.fn_first <> b.fn_first then 'name_variant'
                     when a.sn is distinct from b.sn then 'surname_changed' else 'address_and_name' end as match_reason
            from open_records b join left_features a on a.dob = b.dob and a.kind = b.kind and a.unique_id <> b.unique_id
            where not {_TWO_NAMES} and (a.fn_first = b.fn_first and a.pc = b.pc
               or ({_FORM_OF_ONE} and list_has_any(a.sn_parts, b.sn_parts)
                   and (a.pc = b.pc or a.pc_outcode = b.pc_outcode
                        and (a.house_street = b.house_street or a.sn = b.sn and list_has_any(a.fn_middles, b.fn_middles)))))
        ), sizes as (
            select kind, count(*) as records, count(distinct dob) as days from left_features group by kind
        ), forenames as (select kind, fn_first, count(*) as bearers from left_features group by all
        ), surnames as (select kind, sn, count(*) as bearers from left_features group by all
        ), namesake as (
            select b.unique_id as b, a.unique_id as a, null::double as match_weight, 'name_and_birth_date' as match_reason
            from open_records b
            join left_features a on a.dob = b.dob and a.kind = b.kind and a.fn_first = b.fn_first and a.sn = b.sn and a.unique_id <> b.unique_id
            join cuts c on c.left_id = b.unique_id
            join sizes z on z.kind = b.kind
            join forenames f on f.kind = b.kind and f.fn_first = b.fn_first
            join surnames s on s.kind = b.kind and s.sn = b.sn
            where coalesce(a.fn_middle_initial = b.fn_middle_initial, true) and not b.dob_default
              -- namesakes to be expected on one day, against the share of the list that is there twice
              and log2({NAMESAKES} * f.bearers * s.bearers / (z.records * z.days)) + c.alone <= -{needed}
        )
        select b, a, match_weight, match_reason from taken where surplus >= {needed} and not is_two_names
        union all select * from alike union all select * from namesake
        qualify row_number() over (partition by b, a order by match_weight desc nulls last, match_reason) = 1
    """)
    linked = {row[0] for row in con.execute("select left_id from links where decision = 'accept'").fetchall()}
    edges = con.execute("select b, a, match_weight, match_reason from duplicate_edges order by b, a").fetchall()
    rows = _resolve(edges, linked)
    con.execute("""create or replace table duplicates
        (left_id varchar, duplicate_of_left_id varchar, match_weight double, match_reason varchar)""")
    if rows:
        con.executemany("insert into duplicates values (?, ?, ?, ?)", rows)
    con.execute("delete from links where left_id in (select left_id from duplicates)")
    con.execute(f"""
        insert into links
        select t.b, t.left_kind, t.person_id, t.right_id, t.right_kind, 'review',
            case when is_two_names then 'twin_conflict' else 'close_rivals' end, t.match_weight,
            round(1 / (1 + pow(2, -(surplus + {share}))), 9), k.match_weight
        from taken t join links k on k.left_id = t.a
        where surplus >= {worth_a_look} and t.b not in (select left_id from duplicates) and t.b not in (select left_id from links)
        qualify row_number() over (partition by t.b order by surplus desc, t.person_id) = 1
    """)


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
