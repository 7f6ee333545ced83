"""The trained model: learning it, keeping it as a file, and the prior of a run.

A model file holds parameters only: for each level of each comparison, m (how often true pairs agree
so) and u (how often other pairs do). It holds no names and no frequencies of names; those are counted
again in each run, and so is the prior. Keep out scoring (score.py) and choosing (resolve/one_to_one.py).
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.linkage.blocking import prior_rules, training_rules
from orchestration.linkage.comparisons import comparisons, splink_comparison
from orchestration.linkage.settings import PROVING_KINDS, LinkageSettings
from orchestration.linkage.stages import sql

DEFAULT_MODEL = Path(__file__).parent / "models" / "default.json"


@dataclass(frozen=True)
class ModelFile:
    """Parameters by comparison and level: ``parameters[comparison][level] = (m, u)``."""

    version: str
    trained_on: str
    parameters: dict[str, dict[str, tuple[float, float]]] = field(repr=False)

    @property
    def hash(self) -> str:
        """Identifies the model: the parameters together with the definition of every level."""
        definition = [asdict(comparison) for comparison in comparisons()]
        text = json.dumps([self.parameters, definition], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> ModelFile:
        """Raises ``ValueError`` where the file does not fit the comparisons of this version."""
        given = json.loads(text)
        parameters = {
            name: {level: (float(m), float(u)) for level, (m, u) in levels.items()}
            for name, levels in given["parameters"].items()
        }
        expected = {c.name: {level.name for level in c.levels} for c in comparisons()}
        if {name: set(levels) for name, levels in parameters.items()} != expected:
            raise ValueError("the model file was made for other comparison levels; train a new one")
        return cls(given["version"], given["trained_on"], parameters)

    @classmethod
    def load(cls, path: Path = DEFAULT_MODEL) -> ModelFile:
        return cls.from_json(path.read_text(encoding="utf-8"))

    def save(self, path: Path) -> None:
        half = path.with_name(f"{path.name}.new")
        half.write_text(self.to_json(), encoding="utf-8")
        half.replace(path)  # a run that stops here leaves the old model or the new one


def splink_linker(con: duckdb.DuckDBPyConnection, left: str, right: str, settings: dict[str, Any]) -> Any:
    """A Splink linker over two tables of the connection; left is always ``l``.

    Splink names the sides by the display names in alphabetical order, hence ``a_left``, ``b_right``.
    """
    from splink import DuckDBAPI, Linker

    # Splink reports levels it did not meet; floors deal with them, see _parameters
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=con)
    tables = [
        api.register(con.table(left), dataset_display_name="a_left"),
        api.register(con.table(right), dataset_display_name="b_right"),
    ]
    return Linker(tables, settings, log_level=None)


def estimate_prior(con: duckdb.DuckDBPyConnection) -> float:
    """The probability that a left and a proving right record, drawn at random, are one child.

    Left records that a nearly certain rule gives a partner, over all pairs. The rules miss few, and
    the estimate is refined by ``coverage.estimate_pi`` once pairs are scored.
    """
    left, right, matched = sql.rows(con, "model/prior_counts", {"proving_kinds": PROVING_KINDS}, rules=prior_rules())[0]
    if not left or not right:
        return 1e-6
    share = min(max(matched / left, 0.05), 0.995)
    return max(share / right, 1e-9) if right > 1 else 0.5


def enough_to_train(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> bool:
    """Whether there are records enough on both sides, and enough of them with a partner on the other side."""
    left, right = sql.rows(con, "model/training_counts", {"proving_kinds": PROVING_KINDS})[0]
    if min(left, right) < settings.minimum_to_train:
        return False
    return estimate_prior(con) * right > 0.25


def train(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> ModelFile:
    """Learn m and u without labels from ``left_features`` and ``right_features``.

    u from random pairs, m by expectation maximisation under three blocking rules. Records with a twin
    are left out: two twins agree on all but the forename, and would teach that true pairs do so.
    """
    from splink import SettingsCreator

    sql.run(con, "model/train_left")
    sql.run(con, "model/train_right", {"proving_kinds": PROVING_KINDS})
    learnt = [comparison for comparison in comparisons() if comparison.trained]
    creator = SettingsCreator(
        link_type="link_only",
        comparisons=[splink_comparison(comparison, None) for comparison in learnt],
        blocking_rules_to_generate_predictions=[],
        probability_two_random_records_match=estimate_prior(con),
        max_iterations=40,
    )
    linker = splink_linker(con, "train_left", "train_right", creator.create_settings_dict("duckdb"))
    linker.training.estimate_u_using_random_sampling(max_pairs=settings.u_pairs, seed=settings.seed)
    for rule in training_rules():
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule.sql, max_pairs=settings.em_pairs, estimate_without_term_frequencies=True
        )
    saved = linker.misc.save_model_to_json()
    linker.table_management.delete_tables_created_by_splink_from_db()
    counts = con.execute("select (select count(*) from train_left), (select count(*) from train_right)").fetchall()[0]
    con.execute("drop table train_left; drop table train_right")
    return ModelFile(
        version="trained",
        trained_on=f"{counts[0]} left and {counts[1]} right records",
        parameters=_parameters(saved),
    )


def _parameters(saved: dict[str, Any]) -> dict[str, dict[str, tuple[float, float]]]:
    """m and u by level from Splink's saved model, floored, rescaled to sum to 1, and rounded.

    Rounding to six significant digits removes what the order of parallel sums leaves in the last ones.
    """
    learnt = {item["output_column_name"]: item["comparison_levels"] for item in saved["comparisons"]}
    result: dict[str, dict[str, tuple[float, float]]] = {}
    for comparison in comparisons():
        if not comparison.trained:
            result[comparison.name] = {x.name: (x.m, x.u) for x in comparison.levels}
            continue
        given = {item["label_for_charts"]: item for item in learnt[comparison.name]}

        m = [_at_least(given[x.name].get("m_probability"), x.m_floor) for x in comparison.levels]
        u = [_at_least(given[x.name].get("u_probability"), x.u_floor) for x in comparison.levels]
        result[comparison.name] = {
            x.name: (_six_digits(a / sum(m)), _six_digits(b / sum(u)))
            for x, a, b in zip(comparison.levels, m, u, strict=True)
        }
    return result


def _at_least(value: Any, floor: float) -> float:
    """The value, or the floor where Splink gives none or a word ("level not observed")."""
    return max(value, floor) if isinstance(value, float) else floor


def _six_digits(value: float) -> float:
    return float(f"{value:.6g}")
