"""Every extract of the corpus gets the verdict that was written for it, and nothing is lost or shown."""

import importlib.util
import os
import sys
import tomllib
from pathlib import Path

import duckdb
import pytest

from orchestration.landing import SOURCES, create_raw_tables, load_reference
from orchestration.landing.files import find_files

EXTRACTS = Path(__file__).parents[2] / "fixtures" / "extracts"
FILES = EXTRACTS / "files"
VERDICTS = tomllib.loads((EXTRACTS / "verdicts.toml").read_text(encoding="utf-8"))["extract"]
CYCLE, EARLIER = "annual-2025", "annual-2024"
POSTCODES = "pcds,lad_cd,easting,northing\nCF99 1AA,W06000015,318284,176230\nLD99 1AA,W06000023,305000,261000\n"


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("build_extracts", EXTRACTS / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def canaries(build):
    """What stands in the records of the corpus and nowhere else."""
    words = {
        *build.SURNAMES,
        *build.FORENAMES,
        *build.STREETS,
        "CF99",
        "LD99",
        "QQ99",
        "Gwaeledd",
        "9990001112",
        "Prys",
    }
    return {w.casefold() for w in words} | {pupil["dob"] for pupil in map(build.pupil, range(90))}


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    """One warehouse for all extracts, emptied between them, since to make one takes longer than to load a file."""
    reference = tmp_path_factory.mktemp("reference")
    (reference / "postcodes.csv").write_text(POSTCODES)
    connection = duckdb.connect()
    create_raw_tables(connection)
    load_reference(connection, reference_dir=reference, table="postcodes")
    yield connection
    connection.close()


def source_of(cycle_dir: Path, place: str) -> str:
    return next(s for s in SOURCES if place in {f.source_file for f in find_files(cycle_dir, s)})


@pytest.fixture(params=VERDICTS, ids=[v["file"] for v in VERDICTS])
def verdict(request):
    return request.param


@pytest.fixture
def outcome(verdict, landing, con):
    """The line of the extract, the report of its source, and the connection, after what came before it."""
    for table in (*SOURCES, "files", "cycles", "participating_las"):
        con.execute(f"delete from raw.{table}")
    cycle_dir, place = landing.root / CYCLE, verdict["place"]

    def put(file, where=place, cycle=CYCLE):
        path = landing.put(where, (FILES / file).read_bytes(), cycle=cycle)
        os.utime(path, (1_747_000_000, 1_747_000_000))

    if "earlier" in verdict:
        landing.settings(EARLIER, day="2024-04-08")
        put(verdict["earlier"], cycle=EARLIER)
        landing.load(source_of(landing.root / EARLIER, place), cycle=EARLIER)
    for beside, file in verdict.get("beside", {}).items():
        put(file, beside)
    if "maps" in verdict:
        landing.put("column_maps.toml", verdict["maps"])
    if "before" in verdict:
        put(verdict["before"])
        landing.load(source_of(cycle_dir, place))
    put(verdict["file"])
    source = source_of(cycle_dir, place)
    for other in sorted({source_of(cycle_dir, beside) for beside in verdict.get("beside", {})} - {source}):
        landing.load(other)
    if verdict.get("accept"):
        landing.settings(accept=[place])
    report = landing.load(source)
    return next(f for f in report.files if f.source_file == place), report, source, con


def test_verdict(verdict, outcome, canaries):
    line, report, source, con = outcome
    assert (line.status, line.reason_code or "", line.rows_received) == (
        verdict["status"],
        verdict.get("reason", ""),
        verdict.get("rows", 0),
    ), line.detail
    assert (line.columns_not_stored or "") == verdict.get("not_stored", "") or line.status == "held"
    issues = con.execute(
        f'select source_row, row_fault from raw."{source}"'
        " where cycle = ? and source_file = ? and row_fault is not null",
        [CYCLE, line.source_file],
    ).fetchall()
    assert {str(row): issue for row, issue in issues} == verdict.get("row_faults", {})

    # rows in = rows accounted for, for every file of the source
    stored = dict(
        con.execute(
            f'select source_file, count(*) from raw."{source}" where cycle = ? group by all', [CYCLE]
        ).fetchall()
    )
    assert stored == {f.source_file: f.rows_received for f in report.files if f.rows_received}
    assert con.execute("select count(*) from raw.files where cycle = ? and source = ?", [CYCLE, source]).fetchall() == [
        (len(report.files),)
    ]

    # the message says which file, what was found and what to do, and shows nothing of a record
    detail = line.detail or ""
    for mention in verdict.get("mentions", ()):
        assert mention in detail
    if line.status != "loaded":
        assert detail.startswith(f"{line.source_file}: ") and detail.count(". ") >= 1 and detail.endswith(".")
    for f in report.files:
        message = f"{f.detail} {f.columns_not_stored}".casefold()
        assert not [c for c in canaries if c in message]
    values = con.execute(
        f'select * exclude (cycle, source_file, supplier_la_code, file_hash) from raw."{source}" where cycle = ?',
        [CYCLE],
    ).fetchall()
    shown = {v for row in values for v in row if isinstance(v, str) and len(v) > 4} - {
        "6816001",
        *verdict.get("row_faults", {}).values(),
    }
    assert not [v for v in shown if v in detail]


def test_the_corpus_is_what_its_builder_writes(build, tmp_path):
    build.build(tmp_path / "files", tmp_path / "verdicts.toml")
    written = {
        p.relative_to(tmp_path / "files"): p.read_bytes() for p in (tmp_path / "files").rglob("*") if p.is_file()
    }
    kept = {p.relative_to(FILES): p.read_bytes() for p in FILES.rglob("*") if p.is_file()}
    assert written == kept
    assert (tmp_path / "verdicts.toml").read_bytes() == (EXTRACTS / "verdicts.toml").read_bytes()


def test_the_corpus_covers_every_source_form_and_reason(build):
    from orchestration.landing.contract.rules import file_rules
    from orchestration.landing.readers import FORMS

    assert len(VERDICTS) >= 60 and len({v["file"] for v in VERDICTS}) == len(VERDICTS)
    assert {v["file"].rsplit(".")[-1] for v in VERDICTS} >= {"csv", "xlsx", "docx", "eml", "pdf", "xls"}
    assert {f".{v['place'].rsplit('.')[-1]}" for v in VERDICTS} & set(FORMS) == {".csv", ".xlsx", ".docx", ".eml"}
    # a file that nobody may open cannot be kept in a repository
    assert {v["reason"] for v in VERDICTS if "reason" in v} == set(file_rules()) - {"cannot_open"}
    assert {f for v in VERDICTS for f in v.get("row_faults", {}).values()} == {
        "too_few_fields",
        "too_many_fields",
        "unreadable_row",
        "truncated",
    }
    assert sum(p.stat().st_size for p in FILES.rglob("*") if p.is_file()) < 600_000
