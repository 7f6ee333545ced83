"""Measures linkage on an invented population: quality by kind of error, time by stage.

    python tests/benchmarks/linkage.py --scale 0.3
    python tests/benchmarks/linkage.py --las wales --noise 2

Put here how a sample becomes the two tables of linkage without the rest of the pipeline: files are read
plainly, what cannot be read is left empty, scope is birth date and postcode. Keep out measures (they are
in tests.benchmarks.link_measures). Needs nothing but the repository; writes to a temporary folder.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv

sys.path.insert(0, str(Path(__file__).parents[2]))

from orchestration.linkage.model import DEFAULT_MODEL, ModelFile  # noqa: E402
from orchestration.linkage.run import link, train  # noqa: E402
from orchestration.linkage.settings import LinkageSettings  # noqa: E402
from orchestration.synthetic import write_sample  # noqa: E402
from tests.benchmarks.link_measures import evaluate  # noqa: E402

REFERENCE = date(2025, 4, 30)
BORN_FROM, BORN_TO = date(2008, 9, 1), date(2020, 3, 31)
SOURCES = {
    "nhs": "nhs/*.csv",
    "plasc": "local_authorities/*/plasc.csv",
    "ehe": "local_authorities/*/ehe.csv",
    "eotas": "local_authorities/*/eotas.csv",
    "ooc": "local_authorities/*/ooc.csv",
    "cme": "local_authorities/*/cme.csv",
    "neighbouring": "neighbouring_authorities/*.csv",
}
TEXT = (
    "surname",
    "forenames",
    "middle_names",
    "former_surname",
    "preferred_surname",
    "preferred_forename",
    "address",
    "upn",
)
HEADINGS = {
    "forename": "forenames",
    "middlenames": "middle_names",
    "formersurname": "former_surname",
    "dob": "birth",
    "dateofbirth": "birth",
    "preferredsurname": "preferred_surname",
    "preferredforename": "preferred_forename",
}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read_date(text: str | None) -> date | None:
    """A date in any of the forms that suppliers use, day first; None where it cannot be read."""
    text = (text or "").strip().lower()
    try:
        if re.fullmatch(r"\d{5}", text):
            return date(1899, 12, 30) + timedelta(days=int(text))
        if re.fullmatch(r"\d{8}", text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        parts = re.split(r"[^0-9a-z]+", text)[:3]
        if len(parts) < 3:
            return None
        if len(parts[0]) == 4:
            return date(int(parts[0]), int(parts[1]), int(parts[2][:2]))
        month = MONTHS.index(parts[1][:3]) + 1 if parts[1].isalpha() else int(parts[1])
        year = int(parts[2][:4])
        return date(year + 2000 if year < 100 else year, month, int(parts[0]))
    except ValueError:
        return None


def read_file(landing: Path, path: Path, kind: str) -> pa.Table:
    """One landing file as a table with the columns of linkage, and those that decide its role."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    headings = [re.sub(r"[ _]", "", h).lower().strip('"') for h in text.split("\n", 1)[0].strip().split(",")]
    names = [HEADINGS.get(heading, heading) for heading in headings]
    options = pacsv.ConvertOptions(column_types={name: pa.string() for name in names}, strings_can_be_null=True)
    given = pacsv.read_csv(
        io.BytesIO(text.encode()),
        pacsv.ReadOptions(column_names=names, skip_rows=1),
        pacsv.ParseOptions(newlines_in_values=True),
        options,
    )
    size = given.num_rows
    columns = {
        name: given[name] if name in names else pa.nulls(size, pa.string())
        for name in (*TEXT, "postcode", "closeddate", "leavingdate")
    }
    lines = [name for name in names if name.startswith("addressline") or name == "town"]
    parts = [given[name].to_pylist() for name in lines]
    columns["address"] = pa.array(
        [", ".join(p for p in row if p) or None for row in zip(*parts, strict=True)] if parts else [None] * size,
        pa.string(),
    )
    for name, target in (("birth", "date_of_birth"), ("leavingdate", "left_date")):
        dates = given[name].to_pylist() if name in names else [None] * size
        known = {value: read_date(value) for value in set(dates)}
        columns[target] = pa.array([known[value] for value in dates], pa.date32())
    file = path.relative_to(landing).as_posix()
    supplier = re.search(r"[EW]\d{8}", file)[0]
    columns["source_row"] = pa.array(range(2, size + 2), pa.int64())
    for name, value in (("source_file", file), ("kind", kind), ("supplier", supplier)):
        columns[name] = pa.array([value] * size, pa.string())
    return pa.table(columns)


def load(sample: Path, truth_file: Path) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """The two tables of linkage and their truths, from a sample folder."""
    landing = next((sample / "landing").iterdir())
    tables = [
        read_file(landing, path, kind) for kind, pattern in SOURCES.items() for path in sorted(landing.glob(pattern))
    ]
    con = duckdb.connect()
    con.register("records", pa.concat_tables(tables))
    con.execute(f"""
        create table postcodes as select replace(pcds, ' ', '') as pc, lad_cd, easting, northing
            from read_csv('{sample}/reference/postcodes.csv.gz', all_varchar = true);
        create table truth as from read_csv('{truth_file}', header = true, all_varchar = true);
        create table staged as
        select
            r.* exclude (postcode, kind),
            r.source_file || ':' || r.source_row as record_id,
            p.lad_cd,
            p.easting::double as easting,
            p.northing::double as northing,
            case when r.kind = 'plasc' and left_date <= date '{REFERENCE}' then 'leaver' else r.kind end as kind,
            case
                when
                    p.pc is not null
                    or (length(replace(r.postcode, ' ', '')) between 5 and 7 and not r.postcode ilike 'zz99%')
                    then upper(
                        left(replace(r.postcode, ' ', ''), -3) || ' ' || right(replace(r.postcode, ' ', ''), 3)
                    )
            end as postcode
        from records r
        left join postcodes p on p.pc = upper(replace(r.postcode, ' ', ''));
    """)
    shape = (
        f"record_id, kind, coalesce(lad_cd, supplier) as la_code, {', '.join(TEXT)},"
        " date_of_birth, postcode, easting, northing"
    )
    left = con.sql(f"""
        select {shape}
        from staged
        where
            (kind in ('nhs', 'leaver') or (kind = 'cme' and closeddate is null))
            and date_of_birth between date '{BORN_FROM}' and date '{BORN_TO}'
            and coalesce(lad_cd, supplier) in (select distinct supplier from staged where kind = 'plasc')
        qualify
            kind <> 'nhs'
            or row_number() over (
                partition by kind, lower(surname), lower(forenames), date_of_birth, postcode
                order by record_id
            ) = 1
    """).to_arrow_table()
    right = con.sql(f"select {shape} from staged where kind <> 'nhs'").to_arrow_table()
    con.register("left_side", left)
    con.register("right_side", right)
    truths = [
        con.sql(f"""select s.record_id, s.kind, t.* exclude (source_file, source_row) from {side}_side s
            join truth t on t.source_file || ':' || t.source_row = s.record_id""").to_arrow_table()
        for side in ("left", "right")
    ]
    return left, right, truths[0], truths[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--las", default="pilot", help="pilot, wales, or GSS codes separated by commas")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument(
        "--write-model",
        metavar="VERSION",
        help="train on this sample, write the model file of the package under this version, and stop",
    )
    parser.add_argument("--groups", default="errors,name_group,rurality", help="columns of the truth to report by")
    options = parser.parse_args()
    las = options.las if options.las in ("pilot", "wales") else options.las.split(",")
    with tempfile.TemporaryDirectory() as folder:
        made = write_sample(
            Path(folder) / "sample", las=las, scale=options.scale, seed=options.seed, noise=options.noise
        )
        left, right, truth_left, truth_right = load(made.out, made.truth_file)
    if options.write_model:
        trained = train(left, right)
        about = f"invented sample: las {options.las}, scale {options.scale}, seed {options.seed}; {trained.trained_on}"
        ModelFile(options.write_model, about, trained.parameters).save(DEFAULT_MODEL)
        return
    start = time.perf_counter()
    result = link(left, right, cycle=made.cycle, settings=LinkageSettings())
    print(
        f"{left.num_rows} left, {right.num_rows} right records; linked in {time.perf_counter() - start:.1f} s,"
        f" peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB (sample included)"
    )
    print(json.dumps(result.metrics["seconds"]))
    for row in result.metrics["outcomes"]:
        print(f"  {row['left_kind']:8} {row['decision']:10} {row['match_reason']:22} {row['records']:>8}")
    table = evaluate(result, truth_left, truth_right, groups=tuple(g for g in options.groups.split(",") if g))
    for row in table.to_pylist():
        if row["trials"] >= 20 or row["group_name"] == "all":
            print(
                f"{row['group_name'] + '=' + row['group_value']:36} {row['measure']:20} {row['rate'] or 0:.5f}"
                f"  [{row['low']:.5f}, {row['high']:.5f}]  {row['successes']}/{row['trials']}"
            )


if __name__ == "__main__":
    main()
