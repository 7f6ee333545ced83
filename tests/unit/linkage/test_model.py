"""Model files, training on a small table, settings."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from orchestration.linkage.blocking import blocking_rules, prior_rules, training_rules
from orchestration.linkage.model import DEFAULT_MODEL, ModelFile
from orchestration.linkage.run import train
from orchestration.linkage.settings import Costs, LinkageSettings


def test_the_file_of_the_package_fits_the_comparisons():
    model = ModelFile.load()
    for levels in model.parameters.values():
        for side in (0, 1):  # m and u each share out one certainty
            assert sum(pair[side] for pair in levels.values()) == pytest.approx(1, abs=1e-3)


def test_a_model_survives_its_file_and_its_hash_follows_the_parameters(tmp_path):
    model = ModelFile.load()
    model.save(tmp_path / "model.json")
    again = ModelFile.load(tmp_path / "model.json")
    assert again == model and again.hash == model.hash
    changed = {**model.parameters, "upn": {"exact": (0.9, 0.000002), "else": (0.1, 0.999998)}}
    assert replace(model, parameters=changed).hash != model.hash


def test_a_file_for_other_levels_is_refused():
    given = json.loads(DEFAULT_MODEL.read_text())
    del given["parameters"]["dob"]["one_digit"]
    with pytest.raises(ValueError, match="other comparison levels"):
        ModelFile.from_json(json.dumps(given))


def test_the_file_holds_parameters_only():
    """Term frequencies are names; they are counted afresh in each run and never stored."""
    given = json.loads(DEFAULT_MODEL.read_text())
    assert set(given) == {"version", "trained_on", "parameters"}


def test_training_is_repeatable_and_learns_that_agreement_counts(scenario_tables):
    settings = LinkageSettings(minimum_to_train=100, u_pairs=2e5, em_pairs=1e5)
    first, second = (train(*scenario_tables, settings=settings) for _ in range(2))
    assert first == second
    m, u = first.parameters["surname"]["exact"]
    assert m > 0.8 and u < 0.1  # 25 surnames in the background: one pair in 25 agrees by chance


def test_too_little_to_train_on_is_refused(scenario_tables):
    with pytest.raises(ValueError, match="training needs"):
        train(*scenario_tables, settings=LinkageSettings())


def test_thresholds_follow_from_costs():
    """A false link at 100 reviews: accept when fewer than 1 in 100 are wrong. A missed one at 4: look at 1 in 4."""
    costs = Costs(false_link=100, missed_link=4, review=1)
    assert (costs.accept_probability, costs.review_probability) == (0.99, 0.25)
    assert Costs(false_link=1000).accept_probability > costs.accept_probability


@pytest.mark.parametrize("stated", [{"false_link": 0.5}, {"missed_link": 1.0}, {"false_link": 1.2, "missed_link": 1.1}])
def test_senseless_costs_are_refused(stated):
    with pytest.raises(ValueError):
        Costs(**stated)


def test_each_blocking_rule_has_a_name_and_a_reason():
    for rules in (blocking_rules(), training_rules(), prior_rules()):
        assert len({rule.name for rule in rules}) == len(rules)
        assert all(len(rule.why) > 15 for rule in rules)
