"""Deterministic match keys in order, from the strictest: the way of the ONS and of the NHS's MPS.

A pair is linked by the first key on which both records have all parts and no other free record of
either side has the same value. What is linked is out of the next keys' way.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.benchmarks.peers.method import read, run, write_links

YEAR, MONTH_DAY, DISTRICT = (
    "left(dob, 4)",
    "right(dob, 5)",
    "left(postcode, greatest(length(postcode) - 4, 1))",
)
KEYS = (
    ("forename", "surname", "dob", "postcode"),
    ("forename", "surname", "dob", DISTRICT),
    ("left(forename, 1)", "surname", "dob", "postcode"),
    ("forename", "left(surname, 1)", "dob", "postcode"),
    ("left(forename, 3)", "left(surname, 3)", "dob", DISTRICT),
    ("forename", "surname", "dob"),
    ("forename", "surname", YEAR, "postcode"),
    ("forename", "surname", MONTH_DAY, "postcode"),
    ("surname", "dob", "postcode"),
    ("forename", "dob", "postcode"),
    ("left(forename, 3)", "left(surname, 3)", "dob"),
    (
        "surname as a",
        "forename as b",
        "dob",
        "postcode",
    ),  # exchanged: read the other way round on the right
    ("forename", "surname", MONTH_DAY, DISTRICT),
    ("forename", "surname", "postcode"),
    ("dob", "postcode", "left(address, 6)"),
)


def _select(key: tuple[str, ...], side: str) -> str:
    parts = [part.split(" as ")[0] for part in key]
    if parts[:2] == ["surname", "forename"] and side == "right":
        parts[:2] = ["forename", "surname"]
    value = " || '|' || ".join(parts)  # NULL where any part is missing
    return f"""select value, min(record_id) as record_id from (select {value} as value, record_id from {side}_free)
        where value is not null group by value having count(*) = 1"""


def main(folder: Path, out: Path) -> None:
    con = duckdb.connect()
    con.execute("set threads = 2")
    for side in ("left", "right"):
        con.register("given", read(folder, f"plain_{side}"))
        con.execute(f"create table {side}_free as from given")
        con.unregister("given")
    con.execute("create table links (left_id varchar, right_id varchar)")
    for key in KEYS:
        con.execute(f"""insert into links select l.record_id, r.record_id
            from ({_select(key, "left")}) l join ({_select(key, "right")}) r using (value)""")
        for side in ("left", "right"):
            con.execute(f"delete from {side}_free where record_id in (select {side}_id from links)")
    write_links(out, [(left, right, "accept") for left, right in con.execute("from links").fetchall()])


if __name__ == "__main__":
    run(main)
