"""Which true pairs blocking brings to scoring, by planted error, and what each rule adds.

    python -m tests.benchmarks.reach --scale 0.3 --seeds 1 2 --noise 1 2

A pair that no rule reaches is lost whatever comes after: this is the ceiling of recall. Counted are NHS
records whose child is known to education; one is reached if any record of the child is.
"""

from __future__ import annotations

import argparse

import duckdb
import numpy as np

from orchestration.linkage import blocking
from orchestration.linkage.features import prepare_features
from orchestration.linkage.settings import PROVING_KINDS, LinkageSettings
from tests.benchmarks.ablation import sample


def reach(scale: float, seeds: list[int], noise: float) -> None:
    """True pairs of an NHS and a proving record: the share that some rule brings together, by error."""
    rules = blocking.blocking_rules()  # those of every run; what a small file affords beside them is not counted
    by_error: dict[str, np.ndarray] = {}
    by_rule = np.zeros((len(rules), 3), dtype=int)
    for seed in seeds:
        left, right, truth_left, truth_right = sample(scale, seed, noise)
        con = duckdb.connect(config={"threads": 2})
        prepare_features(con, left, right, alias_file=LinkageSettings().alias_file)
        con.register("truth_left", truth_left)
        con.register("truth_right", truth_right)
        kinds = ", ".join(f"'{kind}'" for kind in PROVING_KINDS)
        met = [f"coalesce({rule.sql}, false)::int" for rule in rules]
        con.execute(f"""
            create table met as
            select a.record_id, a.errors, {", ".join(f"max({sql}) as r{i}" for i, sql in enumerate(met))}
            from truth_left a join truth_right b on a.person_id = b.person_id and b.kind in ({kinds})
            join left_features l on l.unique_id = a.record_id join right_features r on r.unique_id = b.record_id
            where a.kind = 'nhs' group by all""")
        total = " + ".join(f"r{i}" for i in range(len(rules)))
        for error, n, reached in con.execute(f"""
            select
                unnest(string_split(coalesce(nullif(errors, ''), 'none'), ';') || ['all']) as error,
                count(*) as records,
                count(*) filter ({total} > 0) as reached
            from met
            group by error""").fetchall():
            by_error[error] = by_error.get(error, np.zeros(2, dtype=int)) + (reached, n)
        for i, rule in enumerate(rules):
            own = con.execute(
                f"select count(*) filter (r{i} = 1), count(*) filter (r{i} = 1 and {total} = 1) from met"
            ).fetchall()[0]
            pairs = con.execute(
                f"select count(*) from left_features l join right_features r on {rule.sql} and l.kind <> r.kind"
            ).fetchall()[0][0]
            by_rule[i] += (*own, pairs)
        con.close()
    print(
        f"\n== reach of blocking, invented pilot, scale {scale:g}, noise {noise:g},"
        f" seeds {', '.join(map(str, seeds))}\n"
    )
    print("| planted error | records | reached | not reached |\n| --- | --- | --- | --- |")
    for error, (reached, n) in sorted(by_error.items(), key=lambda item: (item[0] != "all", item[1][0] / item[1][1])):
        print(f"| {error} | {n} | {reached / n:.5f} | {n - reached} |")
    print("\n| rule | true pairs | by this rule alone | pairs brought |\n| --- | --- | --- | --- |")
    for rule, (true, alone, pairs) in zip(rules, by_rule, strict=True):
        print(f"| {rule.name} | {true} | {alone} | {pairs} |", flush=True)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.3)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--noise", type=float, nargs="+", default=[1.0, 2.0])
    args = parser.parse_args(argv)
    for noise in args.noise:
        reach(args.scale, args.seeds, noise)


if __name__ == "__main__":
    main()
