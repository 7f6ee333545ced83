"""The model card: what the linkage model is, how it decides, how well it did, and what it is not for.

Put here the words and the order. Keep out figures (they come measured) and the meaning of a setting or
level where the code that defines it already says it: it is read from there, so that the card cannot lag
behind. The card holds no name and no frequency of a name.
"""

from __future__ import annotations

import ast
import inspect
import math
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from orchestration.domain.la_names import la_names
from orchestration.evaluation.cycle import Evaluation
from orchestration.evaluation.measures import MEANINGS
from orchestration.linkage import settings as settings_module
from orchestration.linkage.blocking import blocking_rules, training_rules
from orchestration.linkage.comparisons import comparisons
from orchestration.linkage.model import ModelFile
from orchestration.linkage.settings import LinkageSettings
from orchestration.reporting.linkage_quality import GROUP_TITLES, percent

CARD_NAME = "MODEL_CARD.md"

PURPOSE = """\
To say which education record, if any, belongs to a child on the list of the NHS or of an independent school,
so that a local authority can look for children who may be missing education. The model proposes; it clears a
child only where it is surer than the costs below ask, and holds the rest for a person."""

DATA = """\
Surname, forenames, date of birth, address with postcode; from education records also preferred and former
names, and the unique pupil number where both sides have it. Sex, ethnicity, language, nationality, health and
family circumstances are not used and not asked for. The model learns without labels, from the records of the
cycle itself: how often true pairs agree (m) and how often other pairs do (u). Term frequencies of names and
postcodes are counted afresh in each run and are never stored with the model."""

LIMITS = """\
- Figures measured on invented extracts show what the method can do under stated rates of error. They are no
  promise about real extracts, whose errors hang together in ways that were not invented.
- Where the true record is absent (a school that made no return, a child taught over the border) the best
  candidate left is a twin, a sibling or a namesake. That is where false links come from.
- Groups whose names are written in several ways are missed more often; see the figures by language of names.
- Probabilities follow from the records of the cycle: an extract unlike those before it moves the thresholds.
- A group of few records has a wide interval. Read the interval, not the point."""

NOT_FOR = """\
- Deciding about a child or a family without a person: an unmatched record is a question, not a finding.
- Proof of identity, of attendance, or of the absence of either.
- Immigration, benefits, policing or any purpose other than finding children missing education.
- Comparing schools, authorities or communities by their share of unmatched records: that share measures
  the extracts as much as the children.
- Other populations, such as adults or other countries, without measuring it there first."""

SETTING_MEANINGS = {
    "costs": "What each error costs; see above.",
    "u_pairs": "Pairs drawn at random to learn how often other pairs agree.",
    "em_pairs": "Pairs used in each pass to learn how often true pairs agree.",
    "threads": "Processor threads.",
    "memory_limit": "Memory that the database may use.",
    "alias_file": "Forms of one forename, Welsh and English.",
    "seed": "The one seed of all sampling, so that two runs over the same input give the same model.",
    "false_link": "A false link, in reviews: a child who is in no school is hidden.",
    "missed_link": "A missed link, in reviews: somebody calls on a family whose child is at school.",
    "review": "One look by an officer: the unit.",
}
"""Meanings of settings that have none beside their definition."""


def _said_in_code(cls: type) -> dict[str, str]:
    """The text that stands under each field in the class's source."""
    body = ast.parse(inspect.getsource(settings_module)).body
    found = {}
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__:
            for item, after in zip(node.body, node.body[1:], strict=False):
                if (
                    isinstance(item, ast.AnnAssign)
                    and isinstance(after, ast.Expr)
                    and isinstance(after.value, ast.Constant)
                ):
                    found[item.target.id] = " ".join(str(after.value.value).split())
    return found


def _table(headings: list[str], rows: list[list[Any]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _settings_rows(settings: Any) -> list[list[Any]]:
    said = _said_in_code(type(settings))
    return [
        [
            f"`{f.name}`",
            "see costs" if is_dataclass(value) else value.name if isinstance(value, Path) else value,
            said.get(f.name) or SETTING_MEANINGS.get(f.name, ""),
        ]
        for f in fields(settings)
        for value in [getattr(settings, f.name)]
    ]


def _comparison_section(model: ModelFile) -> str:
    parts = []
    for comparison in comparisons():
        rows = []
        for level in comparison.levels:
            m, u = model.parameters[comparison.name][level.name]
            rows.append(
                [
                    f"`{level.name}`",
                    level.says,
                    f"{m:.6g}",
                    f"{u:.6g}",
                    f"{math.log2(m / u):+.2f}",
                    "yes" if level.tf else "",
                ]
            )
        how = (
            "learnt from the records"
            if comparison.trained
            else "set by hand: too few records carry it on both sides to learn from"
        )
        parts.append(
            f"### `{comparison.name}` ({how})\n\n"
            + _table(["level", "meaning", "m", "u", "weight (bits)", "by frequency"], rows)
        )
    return "\n\n".join(parts)


def _figures(evaluation: Evaluation) -> str:
    every = evaluation.measures.to_pylist()
    parts = [
        _table(
            ["measure", "share (95 % interval)", "of", "meaning"],
            [
                [f"`{r['measure']}`", percent(r), f"{r['denominator']:,.0f}", MEANINGS[r["measure"]]]
                for r in every
                if r["group_kind"] == "all"
            ],
        )
    ]
    chosen = (
        ("precision", "recall", "recall_with_review", "review_share")
        if evaluation.has_truth
        else ("accepted_share", "review_share", "unmatched_share")
    )
    for kind, title in GROUP_TITLES.items():
        cells = {(r["group"], r["measure"]): r for r in every if r["group_kind"] == kind}
        groups = dict.fromkeys(group for group, measure in cells if measure in chosen)
        if groups:
            rows = [
                [
                    la_names().get(group, group),
                    *(percent(cells[group, m]) if (group, m) in cells else "" for m in chosen),
                ]
                for group in groups
            ]
            parts.append(f"### By {title}\n\n" + _table([title, *chosen], rows))
    if evaluation.calibration.num_rows:
        rows = [
            [
                f"{b['low_edge']:g} to {b['high_edge']:g}",
                f"{b['links']:,}",
                f"{b['mean_probability']:.4f}",
                f"{b['share_true']:.4f} ({b['low']:.4f} to {b['high']:.4f})",
            ]
            for b in evaluation.calibration.to_pylist()
        ]
        parts.append(
            "### Calibration\n\n"
            + _table(["match probability", "links", "mean given", "share true (95 % interval)"], rows)
        )
    return "\n\n".join(parts)


def build_model_card(evaluation: Evaluation, model: ModelFile, settings: LinkageSettings) -> str:
    """The card as Markdown: the same model, settings and figures give the same text."""
    costs = settings.costs
    rules = _table(["rule", "for pairs with"], [[f"`{rule.name}`", rule.why] for rule in blocking_rules()])
    lessons = _table(["rule", "what it teaches"], [[f"`{rule.name}`", rule.why] for rule in training_rules()])
    thresholds = _table(
        ["authority", "records", "look from", "even", "accept from"],
        [
            [
                la_names().get(t["la_code"], t["la_code"]),
                t["records"],
                *(f"{t[c]:+.2f}" for c in ("review_weight", "even_weight", "accept_weight")),
            ]
            for t in evaluation.thresholds.to_pylist()
        ],
    )
    return f"""# Model card: linkage of received children to education records

Cycle {evaluation.cycle}. Model `{model.version}`, hash `{model.hash}`, trained on: {model.trained_on}.

## Purpose

{PURPOSE}

## Data used

{DATA}

## How pairs come to be compared

Splink compares only pairs that at least one rule brings together.

{rules}

Learning uses pairs under these rules:

{lessons}

## Comparisons

m: how often true pairs agree so; u: how often other pairs do. The weight is log2(m / u): each bit doubles the
odds. "By frequency": agreeing on a rare value weighs more than the figure shown, on a common one less. A field
missing on either side weighs nothing.

{_comparison_section(model)}

## Costs and thresholds

{_table(["cost", "value", "meaning"], _settings_rows(costs))}

A link is accepted from a probability of {costs.accept_probability:.4f} (1 - review / false_link): below it, the
expected harm of a false link exceeds the price of a look. A pair is looked at from a probability of
{costs.review_probability:.4f} (review / missed_link). As match weights, which depend on the share of an authority's
children who can be found:

{thresholds}

Whatever its probability, a link is held for a person where forenames conflict, where twins cannot be told
apart, or where a rival is close.

## Settings

{_table(["setting", "value", "meaning"], _settings_rows(settings))}

## Measured figures

{evaluation.note} Records of the NHS, except by source. Intervals are Wilson's at 95 %.

{_figures(evaluation)}

## Limits

{LIMITS}

## Must not be used for

{NOT_FOR}
"""


def write_model_card(evaluation: Evaluation, model: ModelFile, settings: LinkageSettings, folder: Path) -> Path:
    """Write the card beside the model file; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    card = folder / CARD_NAME
    card.write_text(build_model_card(evaluation, model, settings), encoding="utf-8")
    return card
