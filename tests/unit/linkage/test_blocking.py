"""Which pairs are compared, and that no rule is run that a large file could not afford."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.linkage import blocking
from orchestration.linkage.features import prepare_features
from orchestration.linkage.run import link
from orchestration.linkage.settings import LinkageSettings


@pytest.fixture
def features(make_background, make_table):
    left, right = make_background(400)
    con = duckdb.connect()
    prepare_features(con, make_table(left), make_table(right), alias_file=LinkageSettings().alias_file)
    yield con
    con.close()


def test_a_small_file_is_compared_widely(features):
    assert blocking.affordable_rules(features) == blocking.wide_rules()


@pytest.mark.parametrize("rule", blocking.wide_rules(), ids=lambda rule: rule.name)
def test_a_rule_that_brings_too_many_pairs_is_left_out(features, monkeypatch, rule):
    pairs = features.execute(f"select count(*) from left_features l join right_features r on {rule.sql}").fetchall()[0][
        0
    ]
    monkeypatch.setattr(blocking, "WIDE_PAIRS", pairs)
    assert rule in blocking.affordable_rules(features)
    monkeypatch.setattr(blocking, "WIDE_PAIRS", pairs - 1)
    assert rule not in blocking.affordable_rules(features)


def test_a_child_without_a_birth_date_who_moved_is_compared(make_background, make_record, make_table):
    left, right = make_background(400)
    left.append(make_record("nhs-moved", "nhs", "Llanbedrgoch", "Peredur", "2014-02-03", "ZA5 7XX"))
    right.append(make_record("plasc-moved", "plasc", "Llanbedrgoch", "Peredur", None, "ZB5 7XX"))
    result = link(make_table(left), make_table(right), cycle="2025-annual")
    candidates = {(row["left_id"], row["right_id"]) for row in result.candidates.to_pylist()}
    assert ("nhs-moved", "plasc-moved") in candidates
