"""cycle.toml: what is read from it, and every issue reported at once."""

import datetime as dt

import pytest

from orchestration.errors import BadInput
from orchestration.landing import list_cycles, read_cycle
from orchestration.linkage.settings import Costs

WHOLE = """\
cycle = "annual-2025"
kind = "annual"
reference_date = 2025-04-08
[deadlines]
nhs = 2025-04-30
independent_schools = "2025-05-20"
[optional_columns]
nhs = ["UPRN", "last updated"]
[accept]
files = ["nhs/W06000015.csv", '.\\independent_schools\\6816001.xlsx']
[rules]
ehe_not_assessed_counts = false
"""


@pytest.fixture
def read(tmp_path):
    def run(text, folder="annual-2025"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "cycle.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_cycle(tmp_path, folder)

    return run


def issues_of(read, text):
    with pytest.raises(BadInput) as caught:
        read(text)
    return caught.value.issues


def test_a_whole_cycle(read, tmp_path):
    for folder in ("W06000015", "Powys", "Erewhon", "E06000051"):
        (tmp_path / "annual-2025/local_authorities" / folder).mkdir(parents=True)
    cycle = read(WHOLE)
    assert (cycle.cycle, cycle.kind, cycle.reference_date) == ("annual-2025", "annual", dt.date(2025, 4, 8))
    assert cycle.deadlines == {"nhs": dt.date(2025, 4, 30), "independent_schools": dt.date(2025, 5, 20)}
    assert cycle.switched_on("nhs") == {"uprn", "last_updated"}
    assert cycle.switched_on("plasc") == frozenset()
    assert cycle.ehe_not_assessed_counts is False
    assert cycle.accepted_files == {"nhs/W06000015.csv", "independent_schools/6816001.xlsx"}
    assert cycle.participating_las == ("W06000015", "W06000023")


def test_the_least_that_is_needed_with_a_mark_from_notepad(read):
    cycle = read('\ufeffcycle = "annual-2025"\nkind = "quarterly"\nreference_date = "2025-04-08"\n')
    assert cycle.reference_date == dt.date(2025, 4, 8)
    assert cycle.ehe_not_assessed_counts is True
    assert cycle.participating_las == ()


def test_all_issues_come_together(read):
    issues = issues_of(
        read,
        """
        cycle = "annual-2024"
        kind = "yearly"
        reference_date = "8 April"
        [deadlines]
        nhs = 5
        [optional_columns]
        nhs = ["NHS_NUMBER", "Diagnosis"]
        hospital = ["x"]
        [accept]
        files = "nhs/W06000015.csv"
        [rules]
        ehe_not_assessed_counts = "no"
    """,
    )
    columns = [
        "column cycle",
        "column kind",
        "column reference_date",
        "deadlines.nhs",
        "optional_columns.nhs",
        "optional_columns.hospital",
        "accept.files",
        "rules.ehe_not_assessed_counts",
    ]
    assert len(issues) == len(columns)
    for issue, column in zip(issues, columns, strict=True):
        assert column in issue and "landing/annual-2025/cycle.toml" in issue


@pytest.mark.parametrize("text", ["", "kind = 'annual'\nreference_date = 2025-04-08"])
def test_what_is_missing(read, text):
    assert any("column cycle" in f for f in issues_of(read, text))


def test_text_that_is_no_toml_or_no_utf8(read):
    assert "TOML in UTF-8 was expected" in issues_of(read, "cycle = annual")[0]
    assert "UTF-8" in issues_of(read, b'cycle = "\xe2nnual"')[0]


def test_no_file(tmp_path):
    (tmp_path / "annual-2024").mkdir()
    (tmp_path / "annual-2024" / "cycle.toml").touch()
    with pytest.raises(BadInput) as caught:
        read_cycle(tmp_path, "annual-2025")
    assert "cycles found: annual-2024" in str(caught.value)


def test_sex_cannot_be_switched_on(read):
    assert (
        "none for this source" in issues_of(read, WHOLE.replace('nhs = ["UPRN", "last updated"]', 'plasc = ["Sex"]'))[0]
    )


def test_list_cycles(tmp_path):
    assert list_cycles(tmp_path / "nowhere") == []
    for name in ("quarterly-2025Q4", "annual-2025", ".hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cycle.toml").touch()
    (tmp_path / "without-settings").mkdir()
    (tmp_path / "a-file").touch()
    assert list_cycles(tmp_path) == ["annual-2025", "quarterly-2025Q4"]


LEAST = 'cycle = "annual-2025"\nkind = "annual"\nreference_date = 2025-04-08\n'


def test_costs_are_those_stated_and_else_as_usual(read):
    assert read(LEAST).costs == Costs()
    assert read(LEAST + "[costs]\nfalse_link = 200\n").costs == Costs(false_link=200.0)


@pytest.mark.parametrize(
    "stated", ["false_link = 0.5", "review = 0", "fals_link = 50", 'missed_link = "four"', "review = 5"]
)
def test_costs_that_make_no_sense(read, stated):
    (issue,) = issues_of(read, LEAST + f"[costs]\n{stated}\n")
    assert "cycle.toml" in issue and "costs" in issue and "Write [costs]" in issue


@pytest.mark.parametrize(
    ("stated", "column", "known"),
    [
        ("deadline = 2025-05-20", "deadline", "one of cycle, kind, reference_date, deadlines,"),
        ("[deadlines]\nhospital = 2025-05-20", "deadlines.hospital", "one of nhs, plasc,"),
        ("[rules]\nehe_counts = true", "rules.ehe_counts", "one of ehe_not_assessed_counts was expected"),
    ],
)
def test_a_key_that_nothing_reads_is_reported_with_those_there_are(read, stated, column, known):
    (issue,) = issues_of(read, LEAST + stated)
    assert f"column {column}: {known}" in issue


def test_the_register_of_an_authority_may_be_called_as_its_files_are(read):
    assert read(LEAST + "[deadlines]\ncme = 2025-05-20").deadlines == {"cme_register": dt.date(2025, 5, 20)}
