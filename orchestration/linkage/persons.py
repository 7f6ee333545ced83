"""Recognises the education records of one child: dual registration, a roll and a provision, two LAs.

Put here what joins right records to persons. Keep out the left side. It is conservative, because an
edge too many would make two children one: forenames must be compatible on every edge and within every
person, and different valid pupil numbers forbid an edge unless all four key fields agree.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.domain.ids import person_id_sql
from orchestration.linkage.settings import PROVING_KINDS
from orchestration.linkage.stages import sql

# A full name carried by at most this many education records may join two LAs on the birth date alone.
# Three children of one name share a birth date by chance about once in 1,400 such names.
RARE_NAME = 3

# Conditions on two right records a and b.
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
_DIFFERENT_PUPILS = f"a.upn <> b.upn and not coalesce({_FOUR_KEYS}, false)"
_ELSEWHERE = "(a.kind, coalesce(a.la_code, '')) <> (b.kind, coalesce(b.la_code, ''))"


@dataclass(frozen=True)
class EdgeRule:
    """When two education records are one child.

    ``keys`` are equalities of the records a and b to join by, ``condition`` is what must hold besides.
    """

    name: str
    keys: str
    condition: str
    why: str


EDGE_RULES = (
    EdgeRule(
        "same_upn",
        "a.upn = b.upn",
        f"(a.dob = b.dob or a.dob_swap = b.dob or {_ONE_DIGIT})"
        f" and (a.fn_first is null or b.fn_first is null or {_COMPATIBLE_LOOSELY})",
        "One pupil number, and nothing that says it was copied from a sibling.",
    ),
    EdgeRule(
        "four_keys",
        _FOUR_KEYS,
        "true",
        "All four key fields agree: the definition of a perfect match.",
    ),
    EdgeRule(
        "birth_date_postcode_names",
        "a.dob = b.dob and a.pc = b.pc",
        f"{_COMPATIBLE} and list_has_any(a.sn_parts, b.sn_parts) and {_NO_UPN_CONFLICT} and {_ELSEWHERE}",
        "Two collections know one child at one address, under forms of one name.",
    ),
    EdgeRule(
        "birth_date_name_district",
        "a.dob = b.dob and a.fn_first = b.fn_first and a.sn = b.sn and a.pc_outcode = b.pc_outcode",
        f"{_NO_UPN_CONFLICT} and {_ELSEWHERE}",
        "A child who moved near by.",
    ),
    EdgeRule(
        "birth_date_rare_name",
        "a.dob = b.dob and a.fn_first = b.fn_first and a.sn = b.sn",
        f"a.same_name_count <= {RARE_NAME} and {_NO_UPN_CONFLICT} and {_ELSEWHERE}",
        "A child who moved between LAs, known by a name that hardly anyone else has.",
    ),
)
STRONG_RULES = ("same_upn", "four_keys")


def recognise_persons(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``persons``: the person of every right record of a proving kind.

    A chain may join two children through a third record. Such persons keep only their strong edges, and where even
    those join different forenames, only those on which all four key fields agree.
    """
    sql.run(con, "persons/proving_records", {"proving_kinds": PROVING_KINDS})
    sql.run(con, "persons/person_edges", rules=EDGE_RULES)
    _label_components(con)
    _split_conflicting(con, kept_rules=STRONG_RULES, pupil_numbers_conflict=True)
    _split_conflicting(con, kept_rules=("four_keys",), pupil_numbers_conflict=False)
    sql.run(con, "persons/persons", person_id=person_id_sql("min(unique_id) over (partition by person)"))


def _split_conflicting(
    con: duckdb.DuckDBPyConnection, *, kept_rules: tuple[str, ...], pupil_numbers_conflict: bool
) -> None:
    """Drop all but ``kept_rules`` among the edges of persons whose records name two children, and label again."""
    sql.run(
        con,
        "persons/conflicting_persons",
        {"pupil_numbers_conflict": pupil_numbers_conflict},
        compatible_forenames=_COMPATIBLE,
        different_pupils=_DIFFERENT_PUPILS,
    )
    sql.run(con, "persons/drop_edges_of_conflicts", {"kept_rules": kept_rules})
    _label_components(con)


def _label_components(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``person_labels`` (temp): node and person, the number of its connected component over ``person_edges``."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = con.execute("select count(*) from proving_records").fetchall()[0][0]
    edges = sql.arrow(con, "persons/edges_of_graph")
    a, b = edges["a_node"].to_numpy().astype(np.int64), edges["b_node"].to_numpy().astype(np.int64)
    graph = coo_matrix((np.ones(len(a)), (a, b)), shape=(size, size))
    person = connected_components(graph, directed=False)[1] if size else np.empty(0, dtype=np.int64)
    con.register("given", pa.table({"node": np.arange(size), "person": person.astype(np.int64)}))
    con.execute("create or replace temp table person_labels as from given")
    con.unregister("given")
