"""What Dagster shows of a dbt test."""

import pytest

from orchestration.dagster.dbt_translator import describe_test


def generic(name, **arguments):
    return {
        "description": "",
        "test_metadata": {"name": name, "kwargs": {"model": "{{ ref('t') }}", **arguments}},
        "attached_node": "model.project.match_outcomes",
    }


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (generic("not_null", column_name="record_id"), "match_outcomes.record_id is never empty."),
        (
            generic("accepted_values", column_name="source", values=["nhs", "ehe"]),
            "match_outcomes.source is empty or one of: nhs, ehe.",
        ),
        (
            generic("relationships", column_name="basis", to="ref('case_bases')", field="basis"),
            "Every match_outcomes.basis is a basis of case_bases.",
        ),
        (
            generic("primary_key", columns=["cycle", "record_id"]),
            "match_outcomes.(cycle, record_id) is given in every row, and identifies it.",
        ),
        (
            generic("primary_key", column_name="record_id"),
            "match_outcomes.record_id is given in every row, and identifies it.",
        ),
        (generic("expression_is_true", expression="a < b"), "In match_outcomes: a < b."),
        (
            generic("expression_is_true", expression="a < b", where_rows="c"),
            "In match_outcomes, where c: a < b.",
        ),
    ],
)
def test_a_generic_test_is_described_by_its_arguments(test, expected):
    assert describe_test(test) == expected


def test_a_description_in_the_project_comes_first():
    assert describe_test(generic("not_null", column_name="a") | {"description": "Said there. "}) == "Said there."


def test_a_query_is_described_by_the_comment_at_its_top():
    code = (
        "{{ config(x=1) }}\n-- depends_on: {{ ref('t') }}\n-- Each record\n-- has an outcome.\nselect 1\n-- not this\n"
    )
    assert describe_test({"raw_code": code}) == "Each record has an outcome."
