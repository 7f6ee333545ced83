"""What is known of a landing folder without opening a file."""

import os

import pytest

from orchestration.landing import landing_fingerprint, last_modified

CYCLE = "2025-annual"


@pytest.fixture
def extract(tmp_path):
    path = tmp_path / CYCLE / "nhs" / "W06000015.csv"
    path.parent.mkdir(parents=True)
    path.write_text("Surname\n")
    os.utime(path, (1_000, 1_000))
    return path


def test_a_cycle_without_files_has_never_changed(tmp_path):
    assert last_modified(tmp_path, CYCLE) == 0


def test_the_newest_file_counts(tmp_path, extract):
    other = extract.with_name("W06000016.csv")
    other.write_text("Surname\n")
    os.utime(other, (2_000, 2_000))
    assert last_modified(tmp_path, CYCLE) == 2_000


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.rename(path.with_name("W06000016.csv")),
        lambda path: path.write_text("Surname\nForename\n"),
        lambda path: os.utime(path, (1_001, 1_001)),
        lambda path: path.unlink(),
        lambda path: path.with_name("more.csv").touch(),
    ],
    ids=["renamed", "rewritten", "touched", "removed", "another file"],
)
def test_each_change_gives_another_fingerprint(tmp_path, extract, change):
    before = landing_fingerprint(tmp_path, CYCLE)
    assert landing_fingerprint(tmp_path, CYCLE) == before
    change(extract)
    assert landing_fingerprint(tmp_path, CYCLE) != before
