"""What changes a fingerprint, and what must not."""

import os

import pytest

from orchestration.incremental import fingerprints
from orchestration.incremental.fingerprints import (
    ABSENT,
    digest,
    file_digest,
    files_digest,
    names_digest,
)


def test_where_a_part_ends_counts():
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")


def test_a_file_that_was_only_touched_is_the_same(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("one")
    before = file_digest(path)
    os.utime(path, (1, 1))
    assert file_digest(path) == before
    path.write_text("two")
    assert file_digest(path) != before
    path.unlink()
    assert file_digest(path) == ABSENT


def test_names_count_with_contents(tmp_path):
    paths = [tmp_path / "a", tmp_path / "b"]
    for path in paths:
        path.write_text(path.name)
    before = files_digest(tmp_path, paths)
    assert files_digest(tmp_path, reversed(paths)) == before
    paths[1].rename(tmp_path / "c")
    assert files_digest(tmp_path, [paths[0], tmp_path / "c"]) != before


def test_a_page_that_somebody_wrote_on_is_still_there(tmp_path):
    assert names_digest(tmp_path / "nowhere") == ABSENT
    (tmp_path / "page").write_text("ours")
    before = names_digest(tmp_path)
    (tmp_path / "page").write_text("theirs")
    assert names_digest(tmp_path) == before
    (tmp_path / "page").unlink()
    assert names_digest(tmp_path) == ABSENT


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project; gives a function that changes a file of it."""

    def put(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        remove_records()

    def remove_records():
        fingerprints.program.cache_clear()
        fingerprints.model.cache_clear()

    monkeypatch.setattr(fingerprints, "PROJECT_ROOT", tmp_path)
    for name in (
        "orchestration/a.py",
        "expectations/b.py",
        "README.md",
        "dbt_project/models/x/one.sql",
        "dbt_project/models/two.sql",
    ):
        put(name, "as it was")
    yield put
    remove_records()


@pytest.mark.parametrize(
    ("name", "is_program", "is_model"),
    [
        ("orchestration/landing/words.toml", True, False),
        ("expectations/b.py", True, False),
        ("orchestration/__pycache__/a.pyc", False, False),
        ("README.md", False, False),
        ("dbt_project/models/x/one.sql", False, True),
        ("dbt_project/models/x/one.yml", False, True),
        ("dbt_project/models/two.sql", False, False),
        ("dbt_project/models/_sources.yml", True, False),
        ("dbt_project/macros/m.sql", True, False),
        ("dbt_project/seeds/three.csv", True, False),
        ("dbt_project/target/manifest.json", False, False),
    ],
)
def test_what_a_file_is_part_of(project, name, is_program, is_model):
    before = fingerprints.program(), fingerprints.model("one")
    project(name, "changed")
    after = fingerprints.program(), fingerprints.model("one")
    assert (after[0] != before[0], after[1] != before[1]) == (is_program, is_model)


def test_another_version_of_a_library_is_another_program(project, monkeypatch):
    before = fingerprints.program()
    was = fingerprints._version
    monkeypatch.setattr(fingerprints, "_version", lambda name: "splink 0" if name == "splink" else was(name))
    fingerprints.program.cache_clear()
    assert fingerprints.program() != before
