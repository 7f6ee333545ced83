"""The model card: what the linkage model is, how it decides, how well it did, and what it is not for.

Put here what the tables of the card hold. Keep out its text and order (``templates/model_card.md.j2``), figures (they
come measured), and the meaning of a setting or level where the code that defines it already gives it: it is read from
there, so that the card cannot lag behind. The card holds no name and no frequency of a name.
"""

from __future__ import annotations

import ast
import inspect
import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from orchestration.domain.authorities import la_names
from orchestration.evaluation.cycle import Evaluation
from orchestration.evaluation.measures import MEANINGS
from orchestration.linkage import settings as settings_module
from orchestration.linkage.blocking import blocking_rules, training_rules
from orchestration.linkage.comparisons import comparisons
from orchestration.linkage.model import ModelFile
from orchestration.linkage.settings import LinkageSettings
from orchestration.reporting.html import render
from orchestration.reporting.linkage_quality import GROUP_TITLES, percent

CARD_NAME = "MODEL_CARD.md"

WITH_TRUTH = ("precision", "recall", "recall_with_review", "review_share")
WITHOUT_TRUTH = ("accepted_share", "review_share", "unmatched_share")
"""The measures that are shown by group."""

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

Cells = list[Any]


def write_model_card(evaluation: Evaluation, model: ModelFile, settings: LinkageSettings, folder: Path) -> Path:
    """Write the card beside the model file; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    card = folder / CARD_NAME
    card.write_text(build_model_card(evaluation, model, settings), encoding="utf-8")
    return card


def build_model_card(evaluation: Evaluation, model: ModelFile, settings: LinkageSettings) -> str:
    """The card as Markdown: the same model, settings and figures give the same text."""
    return render(
        "model_card.md.j2",
        cycle=evaluation.cycle,
        note=evaluation.note,
        model=model,
        blocking_rules=[[f"`{rule.name}`", rule.why] for rule in blocking_rules()],
        training_rules=[[f"`{rule.name}`", rule.why] for rule in training_rules()],
        comparisons=list(_comparisons(model)),
        costs=_settings(settings.costs),
        accept_probability=f"{settings.costs.accept_probability:.4f}",
        review_probability=f"{settings.costs.review_probability:.4f}",
        thresholds=_thresholds(evaluation),
        settings=_settings(settings),
        headline=_headline(evaluation),
        groups=list(_groups(evaluation)),
        calibration=_calibration(evaluation),
    )


def _comparisons(model: ModelFile) -> Iterator[dict[str, Any]]:
    """Each comparison with its levels: meaning, m, u, match weight, and whether rare values weigh more."""
    for comparison in comparisons():
        levels = []
        for level in comparison.levels:
            m, u = model.parameters[comparison.name][level.name]
            weight = f"{math.log2(m / u):+.2f}"
            levels.append([f"`{level.name}`", level.says, f"{m:.6g}", f"{u:.6g}", weight, "yes" if level.tf else ""])
        yield {"name": comparison.name, "is_trained": comparison.trained, "levels": levels}


def _thresholds(evaluation: Evaluation) -> list[Cells]:
    weights = ("review_weight", "even_weight", "accept_weight")
    return [
        [la_names().get(row["la_code"], row["la_code"]), row["records"], *(f"{row[name]:+.2f}" for name in weights)]
        for row in evaluation.thresholds.to_pylist()
    ]


def _settings(settings: Any) -> list[Cells]:
    """Name, value and meaning of each field of a dataclass of settings."""
    meanings = SETTING_MEANINGS | _meanings_in_code(type(settings))
    return [
        [f"`{field.name}`", _setting_value(getattr(settings, field.name)), meanings.get(field.name, "")]
        for field in fields(settings)
    ]


def _setting_value(value: Any) -> Any:
    if is_dataclass(value):
        return "see costs"
    return value.name if isinstance(value, Path) else value


def _meanings_in_code(cls: type) -> dict[str, str]:
    """The docstring below each field in the source of the class, by the name of the field."""
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


def _headline(evaluation: Evaluation) -> list[Cells]:
    return [
        [f"`{row['measure']}`", percent(row), f"{row['denominator']:,.0f}", MEANINGS[row["measure"]]]
        for row in evaluation.measures.to_pylist()
        if row["group_kind"] == "all"
    ]


def _groups(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """One table for each kind of group that has figures: a line for each group, a column for each measure."""
    every = evaluation.measures.to_pylist()
    measures = WITH_TRUTH if evaluation.has_truth else WITHOUT_TRUTH
    for kind, title in GROUP_TITLES.items():
        cells = {
            (row["group"], row["measure"]): percent(row)
            for row in every
            if row["group_kind"] == kind and row["measure"] in measures
        }
        rows = [
            [la_names().get(group, group), *(cells.get((group, measure), "") for measure in measures)]
            for group in dict.fromkeys(group for group, _ in cells)
        ]
        if rows:
            yield {"title": title, "measures": list(measures), "rows": rows}


def _calibration(evaluation: Evaluation) -> list[Cells]:
    return [
        [
            f"{row['low_edge']:g} to {row['high_edge']:g}",
            f"{row['links']:,}",
            f"{row['mean_probability']:.4f}",
            f"{row['share_true']:.4f} ({row['low']:.4f} to {row['high']:.4f})",
        ]
        for row in evaluation.calibration.to_pylist()
    ]
