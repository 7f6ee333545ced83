"""A full disk is recognised by the error of each tool, and reported with figures and a remedy."""

import errno
import os
import shutil
import sqlite3
from collections import namedtuple

import pytest

from orchestration.cli import main as cli
from orchestration.errors import DiskFull, UserError
from orchestration.storage.disk_space import disk_full, is_out_of_space

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_errors_of_the_system_are_recognised_anywhere_in_the_chain(number):
    try:
        try:
            raise OSError(number, os.strerror(number))
        except OSError as error:
            raise RuntimeError("a page could not be written") from error
    except RuntimeError as error:
        assert is_out_of_space(error)


@pytest.mark.parametrize("words", ["database or disk is full", "disk I/O error"])
def test_errors_of_sqlite_are_recognised(words):
    assert is_out_of_space(sqlite3.OperationalError(words))


def test_other_errors_are_other_errors():
    assert not is_out_of_space(PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    assert not is_out_of_space(UserError("the file is full of errors"))


def test_a_disk_without_room_is_told_with_what_is_free_and_needed(tmp_path, monkeypatch):
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "nhs.csv").write_bytes(b"x" * 5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(2_000_000_000, 1_988_000_000, 12_000_000))
    message = str(disk_full(tmp_path))
    assert (
        f"{tmp_path}: its disk has 12 MB free of 2,000 MB, and a run may take up to 150 MB. Free some space" in message
    )


def test_a_disk_with_room_points_at_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(2_000_000_000, 0, 2_000_000_000))
    assert "quota" in str(disk_full(tmp_path)) and "Free some space" not in str(disk_full(tmp_path))


def test_a_folder_that_is_not_there_yet_is_on_the_disk_of_its_parent(tmp_path):
    assert f"written to {tmp_path}:" in str(disk_full(tmp_path / "not" / "yet"))


def test_any_command_says_so_without_a_traceback(tmp_path, monkeypatch, capsys):
    def no_room(args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "environ", dict(os.environ, CME_DATA_DIR=""))
    monkeypatch.setattr(cli, "_cycles", no_room)
    assert cli.main(["cycles", "--data", str(tmp_path)]) == DiskFull.exit_code == 2
    message = capsys.readouterr().err
    assert message.startswith("cme: Nothing more can be written") and "Traceback" not in message
