"""The list of sources, and that whoever describes each source describes these."""

from __future__ import annotations

from orchestration.domain.sources import LANDING_SOURCES, PROVING_SOURCES
from orchestration.excel.work_lists import words
from orchestration.landing.contract import SOURCES
from orchestration.reporting import board


def test_the_contract_says_the_columns_of_each_source_and_of_no_other():
    assert list(SOURCES) == list(LANDING_SOURCES)


def test_the_pages_have_words_for_each_source():
    assert set(board.SOURCES) == set(LANDING_SOURCES)
    assert {source.kind for source in LANDING_SOURCES.values()} <= set(words.SOURCES)


def test_the_contract_says_where_the_files_lie():
    for name, source in LANDING_SOURCES.items():
        folder, *rest = SOURCES[name].place.split(".")[0].split("/")
        assert folder == source.folder
        assert rest == (["<la>", source.file_stem] if source.file_stem else rest[:1])


def test_a_school_roll_is_shown_before_a_provision_and_home_education_last():
    assert [source.kind for source in PROVING_SOURCES] == [
        "plasc",
        "independent_school",
        "neighbouring",
        "ooc",
        "eotas",
        "ehe",
    ]
