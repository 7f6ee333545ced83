"""The scenario against its truth, which is known by name."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.benchmarks.link_measures import evaluate

TRUTH = {
    "nhs-exact": "exact",
    "nhs-lone-twin": "gwenan",
    "plasc-brother": "macsen",
    "plasc-exact": "exact",
    "nhs-alike-a": "alike-a",
    "nhs-alike-b": "alike-b",
    "plasc-alike": "alike-a",
}


def truth_of(table: pa.Table) -> pa.Table:
    """Who is who: background children by number, the scenario by the table above, else by the end of the id."""

    def child(record_id: str) -> str:
        return TRUTH.get(record_id, record_id.split("-", 1)[1])

    ids = table["record_id"].to_pylist()
    return pa.table(
        {
            "record_id": ids,
            "kind": table["kind"],
            "person_id": [child(i) for i in ids],
            "twin_set_id": ["tafarn" if child(i) in ("gwenan", "macsen") else None for i in ids],
            "errors": ["background" if "background" in i else "planted;scenario" for i in ids],
        }
    )


@pytest.fixture(scope="module")
def measures(linked, scenario_tables):
    left, right = (truth_of(table) for table in scenario_tables)
    table = evaluate(linked, left, right, groups=("errors",))
    return {(r["group_value"], r["measure"]): r for r in table.to_pylist()}


def test_background_is_found_without_error(measures):
    """600 children, 550 of them on the right under the same details."""
    assert (measures["background", "recall"]["successes"], measures["background", "recall"]["trials"]) == (550, 550)
    assert measures["background", "precision"]["rate"] == 1
    assert (measures["background", "hidden"]["successes"], measures["background", "hidden"]["trials"]) == (0, 50)


def test_a_record_with_two_errors_counts_under_each(measures):
    assert measures["planted", "review_share"] | {"group_value": ""} == measures["scenario", "review_share"] | {
        "group_value": ""
    }
    assert measures["planted", "review_share"]["successes"] == 6  # held for a person in the scenario


def test_a_held_twin_is_no_cross_link(measures):
    assert measures["all", "twin_cross_links"]["successes"] == 0
