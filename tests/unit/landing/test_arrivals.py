"""What is known of a folder without opening a file."""

import os

import pytest

from orchestration.landing import folder_fingerprint, last_modified


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "2025-annual"


@pytest.fixture
def extract(folder):
    path = folder / "nhs" / "W06000015.csv"
    path.parent.mkdir(parents=True)
    path.write_text("Surname\n")
    os.utime(path, (1_000, 1_000))
    return path


def test_a_folder_without_files_has_never_changed(folder):
    assert last_modified(folder) == 0


def test_the_newest_file_of_all_folders_counts(folder, extract, tmp_path):
    other = tmp_path / "decisions" / "pair_decisions.csv"
    other.parent.mkdir()
    other.write_text("decision\n")
    os.utime(other, (2_000, 2_000))
    assert last_modified(folder) == 1_000
    assert last_modified(folder, other.parent) == 2_000


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
def test_each_change_gives_another_fingerprint(folder, extract, change):
    before = folder_fingerprint(folder)
    assert folder_fingerprint(folder) == before
    change(extract)
    assert folder_fingerprint(folder) != before


def test_a_file_counts_with_the_folder_that_it_is_in(folder, extract, tmp_path):
    (tmp_path / "empty").mkdir()
    assert folder_fingerprint(folder, tmp_path / "empty") != folder_fingerprint(tmp_path / "empty", folder)
