"""What `write_sample` writes: every file, to the shape suppliers send, the same each time, with its truth."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orchestration.synthetic import write_sample
from orchestration.synthetic.rows import CHECK_LETTERS

from .conftest import read_csv

PILOT = {"W06000001", "W06000002", "W06000023", "W06000010", "W06000016", "W06000021", "W06000015"}
REQUIRED = {
    "nhs": "surname forenames dateofbirth addressline1 postcode",
    "plasc": "upn surname forename dob postcode schoolnumber ncyear enrolstatus",
    "ehe": "localid surname forename dob postcode suitability",
    "eotas": "surname forename dob postcode provisiontype",
    "ooc": "surname forename dob postcode hostla",
    "cme": "caseref surname forename dob openeddate",
    "neighbouring_authorities": "surname forename dob postcode homela",
}


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def small(folder: Path, **changes):
    return write_sample(folder / "data", **{"las": ["W06000001", "W06000002"], "scale": 0.01, **changes})


def test_same_arguments_same_bytes(tmp_path):
    for name in ("one", "two"):
        small(tmp_path / name)
    first, second = digests(tmp_path / "one"), digests(tmp_path / "two")
    assert first == second
    assert any(name.endswith(".xlsx") for name in first)


def test_another_seed_is_another_sample(tmp_path):
    small(tmp_path / "one", seed=1)
    small(tmp_path / "two", seed=2)
    first, second = digests(tmp_path / "one"), digests(tmp_path / "two")
    nhs = "data/landing/2025-annual/nhs/W06000001.csv"
    assert first[nhs] != second[nhs]


def test_every_file_of_every_authority_is_there_with_records(landing, sample):
    assert {path.stem for path in (landing / "nhs").iterdir()} == PILOT == set(sample.la_codes)
    for code in PILOT:
        for name in ("plasc", "ehe", "eotas", "ooc", "cme"):
            assert read_csv(landing / "local_authorities" / code / f"{name}.csv"), (code, name)


def test_smallest_sample_of_one_authority_has_every_source_and_form(tmp_path):
    summary = small(tmp_path, las=["W06000019"])
    assert all(count > 0 for count in summary.files.values())
    folders = {Path(name).parts[0] for name in summary.files}
    assert folders == {"nhs", "local_authorities", "independent_schools", "neighbouring_authorities"}
    assert {Path(name).suffix for name in summary.files} == {".csv", ".xlsx", ".docx", ".eml"}


@pytest.mark.parametrize("source", REQUIRED)
def test_required_headings(landing, source):
    pattern = {"nhs": "nhs/*.csv", "neighbouring_authorities": "neighbouring_authorities/*.csv"}.get(
        source, f"local_authorities/*/{source}.csv"
    )
    files = sorted(landing.glob(pattern))
    assert files
    for path in files:
        assert set(REQUIRED[source].split()) <= set(read_csv(path)[0]), path.name


def test_suppliers_differ(landing):
    raw = [path.read_bytes() for path in (landing / "nhs").iterdir()]
    assert len({b"\r\n" in content for content in raw}) == 2
    assert len({content.split(b",")[0].lstrip(b"\xef\xbb\xbf") for content in raw}) > 1
    assert any(content.startswith(b"\xef\xbb\xbf") for content in raw)
    assert (
        len(
            {
                read_csv(path)[0]["dateofbirth"].translate(str.maketrans("123456789", "000000000"))
                for path in (landing / "nhs").iterdir()
            }
        )
        > 1
    )


def test_cycle_and_reference(sample, landing):
    cycle = tomllib.loads((landing / "cycle.toml").read_text(encoding="utf-8"))
    assert cycle["kind"] == "annual" and cycle["reference_date"] == date(2025, 4, 30)
    assert cycle["deadlines"] == {"nhs": date(2025, 4, 30), "independent_schools": date(2025, 5, 20)}
    postcodes = read_csv(sample.out / "reference" / "postcodes.csv.gz")
    assert len({row["pcds"] for row in postcodes}) == len(postcodes)
    assert 0.02 < sum(row["doterm"] != "" for row in postcodes) / len(postcodes) < 0.12
    known = {row["schoolnumber"] for row in read_csv(sample.out / "reference" / "schools.csv")}
    assert {path.stem for path in (landing / "independent_schools").iterdir()} <= known
    assert {str(number) for number in sample.schools_not_returned} <= known
    assert read_csv(sample.out / "reference" / "gp_practices.csv")


def test_some_schools_are_late(landing):
    received = {
        datetime.fromtimestamp(p.stat().st_mtime, UTC).date() > date(2025, 5, 20)
        for p in (landing / "independent_schools").iterdir()
    }
    assert received == {True, False}


def test_truth_covers_each_row_of_each_csv_file_once(landing, truth):
    counted = Counter(row["sourcefile"] for row in truth)
    assert len({(row["sourcefile"], row["sourcerow"]) for row in truth}) == len(truth)
    for path in landing.rglob("*.csv"):
        assert counted[path.relative_to(landing).as_posix()] == len(read_csv(path)), path.name
    assert {name for name in counted if not name.endswith(".csv")} == {
        path.relative_to(landing).as_posix() for path in landing.rglob("*") if path.suffix in (".xlsx", ".docx", ".eml")
    }


def test_truth_is_outside_the_data_folder(sample):
    assert sample.out not in sample.truth_file.parents
    assert not list(sample.out.rglob("*truth*"))


def test_pupil_numbers_carry_their_check_letter(landing):
    upns = [row["upn"] for row in read_csv(landing / "local_authorities" / "W06000016" / "plasc.csv")]
    for upn in upns:
        assert CHECK_LETTERS[sum(int(d) * n for n, d in enumerate(upn[1:], start=2)) % 23] == upn[0]
    assert len(set(upns)) > 0.95 * len(upns)


def test_unknown_authority_is_refused(tmp_path):
    with pytest.raises(ValueError, match="W06000099"):
        write_sample(tmp_path, las=["W06000099"])
