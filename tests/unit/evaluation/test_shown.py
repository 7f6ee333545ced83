"""What is shown: well-formed charts, a page that needs no network, a card that leaves nothing out, and no names."""

from __future__ import annotations

import base64
import csv
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import fields
from pathlib import Path

import pytest

from orchestration.evaluation.charts import as_markdown_image, share_chart
from orchestration.linkage.blocking import blocking_rules
from orchestration.linkage.comparisons import comparisons
from orchestration.linkage.model import ModelFile
from orchestration.linkage.settings import Costs, LinkageSettings
from orchestration.reporting.linkage_quality import build_page, charts, write_page
from orchestration.reporting.model_card import build_model_card, write_model_card

SEEDS = Path(__file__).parents[3] / "dbt_project" / "seeds"
EXPLAINED_AS = {"dob": "date_of_birth"}
NAMES = ("Tafarn", "Brigant", "Derwydd", "Dylan", "ZA3 1AA", "2015-03-04")


@pytest.fixture(scope="module")
def card(evaluation) -> str:
    return build_model_card(evaluation, ModelFile.load(), LinkageSettings())


def test_every_comparison_and_level_is_on_the_card(card):
    parameters = ModelFile.load().parameters
    for comparison in comparisons():
        section = card.split(f"### `{comparison.name}`")[1].split("###")[0]
        for level in comparison.levels:
            m, u = parameters[comparison.name][level.name]
            assert f"| `{level.name}` | {level.says} | {m:.6g} | {u:.6g} |" in section


def test_every_setting_and_cost_is_on_the_card_with_its_meaning(card):
    for settings in (LinkageSettings(), Costs()):
        for field in fields(settings):
            lines = [line for line in card.splitlines() if line.startswith(f"| `{field.name}` |")]
            assert lines, f"{field.name} is missing"
            value, meaning = lines[0].split("|")[2:4]
            assert value.strip() and meaning.strip(), f"say what {field.name} means, beside its definition"


def test_the_value_on_the_card_is_the_one_in_use(evaluation):
    card = build_model_card(
        evaluation, ModelFile.load(), LinkageSettings(costs=Costs(false_link=200.0), household_size=5)
    )
    assert "| `false_link` | 200.0 |" in card and "| `household_size` | 5 |" in card
    assert "probability of 0.9950" in card


def test_the_card_has_rules_figures_limits_and_what_it_is_not_for(card):
    assert all(f"| `{rule.name}` |" in card for rule in blocking_rules())
    assert "| `recall` | 50.00 % (18.76 to 81.24) | 6 |" in card
    assert re.search(r"## Limits\n\n- \w", card) and re.search(r"## Must not be used for\n\n- \w", card)


def test_the_card_without_truth_makes_no_claim_of_precision(without_truth, tmp_path):
    path = write_model_card(without_truth, ModelFile.load(), LinkageSettings(), tmp_path / "models")
    card = path.read_text(encoding="utf-8")
    assert "`precision`" not in card and "only figures that need none" in card


def test_charts_are_well_formed_and_say_in_words_what_they_show(evaluation, without_truth):
    drawn = [*charts(evaluation).values(), *charts(without_truth).values()]
    assert drawn
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert root.find("{http://www.w3.org/2000/svg}title").text
        assert root.find("{http://www.w3.org/2000/svg}desc").text


def test_an_interval_is_drawn_to_scale():
    """From 0.95 to 1 over 370 units: 0.98 stands at 60 % of the width."""
    svg = share_chart("Recall", [{"group": "a & b", "value": 0.98, "low": 0.97, "high": 0.99, "denominator": 100}])
    circle = ElementTree.fromstring(svg).find("{http://www.w3.org/2000/svg}circle")
    assert float(circle.get("cx")) == pytest.approx(190 + 0.6 * 370)


def test_a_chart_of_small_shares_starts_at_zero():
    rows = [{"group": "x", "value": 0.01, "low": 0.0, "high": 0.04, "denominator": 100}]
    circle = ElementTree.fromstring(share_chart("Held", rows)).find("{http://www.w3.org/2000/svg}circle")
    assert float(circle.get("cx")) == pytest.approx(190 + 0.1 * 370)


def test_markdown_image_holds_the_chart_itself():
    text = as_markdown_image("<svg/>", "words")
    assert base64.b64decode(text.split("base64,")[1].rstrip(")")) == b"<svg/>"


def test_page_loads_nothing(evaluation, tmp_path):
    page = write_page(evaluation, tmp_path / "evaluation")
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=|@import|url\(|<script", text)
    assert set(re.findall(r"https?://[^'\"\s<]+", text)) <= {"http://www.w3.org/2000/svg"}
    with (page.parent / "measures.csv").open(encoding="utf-8", newline="") as handle:
        assert len(list(csv.DictReader(handle))) == evaluation.measures.num_rows


def test_nothing_shown_holds_a_name(evaluation, card):
    """Names, birth dates and postcodes of the typed-in children appear nowhere."""
    shown = build_page(evaluation) + card + "".join(charts(evaluation).values())
    shown += "".join(str(table.to_pylist()) for table in (evaluation.hidden, evaluation.measures, evaluation.blocking))
    assert [name for name in NAMES if name in shown] == []


def test_every_level_has_its_wording_in_both_languages():
    """Explanations take their words from the seed; a level added to linkage needs a row there."""
    with (SEEDS / "comparison_levels.csv").open(encoding="utf-8", newline="") as handle:
        wording = {(row["comparison"], row["level"]): row for row in csv.DictReader(handle)}
    for comparison in comparisons():
        name = EXPLAINED_AS.get(comparison.name, comparison.name)
        for level in comparison.levels:
            assert (name, level.name) in wording, f"add {name}, {level.name} to comparison_levels.csv"
            assert wording[name, level.name]["level_en"] == level.says
            assert wording[name, level.name]["level_cy"]
        assert (name, "not_comparable") in wording
