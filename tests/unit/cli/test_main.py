"""What a person types, and the exit code and words that come back."""

import os

import pytest

from orchestration.cli import main as cli


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """What the command sets in the environment ends with the test."""
    monkeypatch.setattr(os, "environ", dict(os.environ, CME_DATA_DIR=""))


@pytest.mark.parametrize("before", [True, False])
def test_the_data_folder_may_be_named_before_or_after_the_command(tmp_path, capsys, before):
    arguments = ["--data", str(tmp_path), "cycles"] if before else ["cycles", "--data", str(tmp_path)]
    assert cli.main(arguments) == 0
    assert str(tmp_path) in capsys.readouterr().out


def test_running_before_anything_has_landed_says_what_to_do(tmp_path, capsys):
    assert cli.main(["--data", str(tmp_path), "run"]) == 2
    message = capsys.readouterr().err
    assert "cme sample" in message
    assert "Traceback" not in message


def test_a_sample_never_overwrites_a_landed_cycle(tmp_path, capsys):
    (tmp_path / "landing" / "2025-annual").mkdir(parents=True)
    assert cli.main(["sample", "--out", str(tmp_path), "--scale", "0.01"]) == 2
    assert "never overwritten" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--scale", "0"], ["--noise", "-1"], ["--las", "narnia"]])
def test_a_sample_that_cannot_be_made_is_refused(tmp_path, capsys, wrong):
    assert cli.main(["sample", "--out", str(tmp_path), *wrong]) == 2
    assert wrong[0] in capsys.readouterr().err


def test_an_unforeseen_fault_is_told_from_a_users_error(tmp_path, monkeypatch, capsys):
    def broken(args):
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_cycles", broken)
    assert cli.main(["cycles", "--data", str(tmp_path)]) == cli.EXIT_BUG
    assert "defect of the program" in capsys.readouterr().err


def test_help_lists_every_exit_code(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    for code in ("0 ", "2 ", "3 ", "4 ", "70"):
        assert f"  {code}" in out


def test_the_form_for_schools_is_written(tmp_path, capsys):
    target = tmp_path / "form.xlsx"
    assert cli.main(["template", "--school", "6816001", "--out", str(target)]) == 0
    assert target.stat().st_size > 1000


def test_answers_before_any_run_have_nothing_to_be_compared_with(tmp_path, capsys):
    (tmp_path / "answered.xlsx").touch()
    assert cli.main(["--data", str(tmp_path / "data"), "decisions", str(tmp_path / "answered.xlsx")]) == 2
    assert "Run a cycle first" in capsys.readouterr().err
