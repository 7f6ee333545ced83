"""The same input gives the same tables, whatever the way there."""

from tests.pipeline.conftest import CYCLE
from tests.pipeline.published import digests, table_digests


def test_a_run_after_late_files_gives_what_a_run_from_nothing_gives(finished_run, second_run):
    """Each table of the warehouse and of the published set, row by row."""
    assert digests(second_run.folders.published) == digests(finished_run.folders.published)
    assert table_digests(second_run.folders.warehouse) == table_digests(finished_run.folders.warehouse)


def test_only_what_the_late_files_touch_was_made_again(second_run, late_files):
    assert "what depends on raw/independent_schools (files); raw/plasc (files)." in second_run.stderr
    read = {
        file
        for source in ("nhs", "plasc", "ehe", "independent_schools")
        for (file,) in second_run.query(
            f"select distinct source_file from raw.{source} where loaded_at >= ?", second_run.began
        )
    }
    assert read == {late_files.plasc, late_files.school}
    finished = dict(second_run.query("select step, timezone('UTC', finished_at) from runs.step_records"))
    made = {step for step, when in finished.items() if when >= second_run.began}
    kept = finished.keys() - made
    assert {"raw/ehe", "raw/ehe gate", "raw/postcodes", "staging/stg_ehe", "staging/stg_postcodes"} <= kept
    assert {"staging/stg_plasc", "linkage/links", "marts/match_outcomes", "published/evaluation"} <= made


def test_gates_of_what_came_were_asked_again_and_no_others(second_run):
    """Data Docs keep one answer a time that a gate was asked."""
    asked = {
        source: len(list((second_run.folders.quality / "results" / source / CYCLE).iterdir()))
        for source in ("plasc", "independent_schools", "ehe", "eotas", "ooc")
    }
    assert asked == {"plasc": 2, "independent_schools": 2, "ehe": 1, "eotas": 1, "ooc": 1}
