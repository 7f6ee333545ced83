"""Recognises the education records of one child: dual registration, a roll and a provision, two LAs.

Put here what joins right records to persons. Keep out the left side. It is conservative, because an
edge too many would make two children one: forenames must be compatible on every edge and within every
person, and different valid pupil numbers forbid an edge unless all four key fields agree.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.domain.ids import person_id_sql
from orchestration.linkage.settings import PROVING_KINDS
from orchestration.linkage.sql import quoted

# A full name carried by at most this many education records may join two LAs on the birth date alone.
# Three children of one name share a birth date by chance about once in 1,400 such names.
RARE_NAME = 3

_COMPATIBLE = (
    "(a.fn_first = b.fn_first or a.fn_joined = b.fn_joined or list_has_any(a.fn_alias, b.fn_alias)"
    " or a.fn_preferred = b.fn_first or b.fn_preferred = a.fn_first)"
)
_COMPATIBLE_LOOSELY = (
    f"({_COMPATIBLE} or (not (a.twin or b.twin) and jaro_winkler_similarity(a.fn_first, b.fn_first) >= 0.92))"
)
_ONE_DIGIT = "case when length(a.dob) = length(b.dob) then hamming(a.dob, b.dob) <= 1 else false end"
_NO_UPN_CONFLICT = "coalesce(a.upn = b.upn, true)"
_FOUR_KEYS = "a.surname_key = b.surname_key and a.forename_key = b.forename_key and a.dob = b.dob and a.pc = b.pc"
_OTHER_PUPIL = f"a.upn <> b.upn and not coalesce({_FOUR_KEYS}, false)"
_ELSEWHERE = "(a.kind, coalesce(a.la_code, '')) <> (b.kind, coalesce(b.la_code, ''))"

EDGE_RULES = {
    # name: (equalities for the join, further condition, why)
    "same_upn": (
        "a.upn = b.upn",
        f"(a.dob = b.dob or a.dob_swap = b.dob or {_ONE_DIGIT})"
        f" and (a.fn_first is null or b.fn_first is null or {_COMPATIBLE_LOOSELY})",
        "One pupil number, and nothing that says it was copied from a sibling.",
    ),
    "four_keys": (
        _FOUR_KEYS,
        "true",
        "All four key fields agree: the definition of a perfect match.",
    ),
    "birth_date_postcode_names": (
        "a.dob = b.dob and a.pc = b.pc",
        f"{_COMPATIBLE} and list_has_any(a.sn_parts, b.sn_parts) and {_NO_UPN_CONFLICT} and {_ELSEWHERE}",
        "Two collections know one child at one address, under forms of one name.",
    ),
    "birth_date_name_district": (
        "a.dob = b.dob and a.fn_first = b.fn_first and a.sn = b.sn and a.pc_outcode = b.pc_outcode",
        f"{_NO_UPN_CONFLICT} and {_ELSEWHERE}",
        "A child who moved near by.",
    ),
    "birth_date_rare_name": (
        "a.dob = b.dob and a.fn_first = b.fn_first and a.sn = b.sn",
        f"a.same_name <= {RARE_NAME} and {_NO_UPN_CONFLICT} and {_ELSEWHERE}",
        "A child who moved between LAs, known by a name that hardly anyone else has.",
    ),
}
STRONG_RULES = ("same_upn", "four_keys")


def recognise_persons(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``persons`` (record_id, person_id): every proving right record, once.

    person_id is derived from the smallest record_id of the person, so it does not depend on order.
    """
    kinds = quoted(PROVING_KINDS)
    con.execute(f"""
        create or replace temp table proving as
        select *, row_number() over (order by unique_id) - 1 as node,
            count(*) over (partition by fn_first, sn) as same_name
        from right_features where kind in ({kinds})
    """)
    edges = " union all ".join(
        f"select a.node as a, b.node as b, '{name}' as rule from proving a join proving b on {keys}"
        f" where a.node < b.node and ({condition})"
        for name, (keys, condition, _why) in EDGE_RULES.items()
    )
    con.execute(f"create or replace temp table person_edges as {edges}")
    size = con.execute("select count(*) from proving").fetchall()[0][0]
    _label(con, size)
    strong = quoted(STRONG_RULES)
    # A chain may join two children through a third record, as when twins of different pupil numbers are
    # both like a return without numbers; such persons keep only certain edges, and where even those
    # join different forenames, only the four keys.
    for kept, or_else in ((f"rule in ({strong})", f"or {_OTHER_PUPIL}"), ("rule = 'four_keys'", "")):
        con.execute(f"""
            create or replace temp table conflicted as
            select distinct x.person from labels x join labels y on x.person = y.person and x.node < y.node
            join proving a on a.node = x.node join proving b on b.node = y.node
            where a.fn_first is not null and b.fn_first is not null and not coalesce({_COMPATIBLE}, false)
              and jaro_winkler_similarity(a.fn_first, b.fn_first) < 0.92
              {or_else}
        """)
        con.execute(f"""
            delete from person_edges where not ({kept})
            and a in (select node from labels where person in (from conflicted))
        """)
        _label(con, size)
    con.execute(f"""
        create or replace table persons as
        select unique_id as record_id,
            {person_id_sql("min(unique_id) over (partition by person)")} as person_id
        from labels join proving using (node) order by record_id
    """)


def _label(con: duckdb.DuckDBPyConnection, size: int) -> None:
    """Make ``labels`` (node, person): connected components over the edges."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges = con.execute("select distinct a, b from person_edges").fetchnumpy()
    a, b = np.asarray(edges["a"], dtype=np.int64), np.asarray(edges["b"], dtype=np.int64)
    graph = coo_matrix((np.ones(len(a)), (a, b)), shape=(size, size))
    person = connected_components(graph, directed=False)[1] if size else np.empty(0, dtype=np.int64)
    con.register("given", pa.table({"node": np.arange(size), "person": person.astype(np.int64)}))
    con.execute("create or replace temp table labels as from given")
    con.unregister("given")
