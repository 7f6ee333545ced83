"""The same input gives the same marts."""

from tests.pipeline.published import digests


def test_two_runs_from_nothing_give_identical_marts(finished_run, second_run):
    assert digests(finished_run.folders.published) == digests(second_run.folders.published)
    register = "select * from marts.cme_register order by all"
    assert finished_run.query(register) == second_run.query(register)
