"""The two entrances of linkage: ``link`` and ``train``, from Arrow tables to Arrow tables.

Put here the order of the steps and the shape of what comes out. Keep out the steps themselves. Each
call works in a DuckDB connection of its own, in memory, and leaves nothing behind. The same records in
any order give the same tables, row for row.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.linkage import decide, output, persons, resolve, score
from orchestration.linkage import model as models
from orchestration.linkage.features import prepare_features
from orchestration.linkage.model import ModelFile
from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.stages import sql
from orchestration.linkage.tables import PAIR_DECISIONS, create_empty
from orchestration.storage.temp_db import temp_connection


@dataclass(frozen=True)
class LinkageResult:
    """The tables of schema ``linkage``, all with the cycle as first column, and figures of the run.

    ``metrics`` holds counts, shares and seconds a stage; never a value from a record.
    """

    persons: pa.Table
    links: pa.Table
    unlinked: pa.Table
    evidence: pa.Table
    duplicates: pa.Table
    candidates: pa.Table
    model_runs: pa.Table
    metrics: dict[str, Any] = field(repr=False)

    def tables(self) -> dict[str, pa.Table]:
        names = ("persons", "links", "unlinked", "evidence", "duplicates", "candidates", "model_runs")
        return {name: getattr(self, name) for name in names}


class StepTimer:
    """Seconds by step: ``with step("score"): ...``."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


def _connection(settings: LinkageSettings) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    return temp_connection(
        settings.scratch,
        threads=settings.threads,
        memory_limit=settings.memory_limit,
        autoinstall_known_extensions="false",
    )


def train(left: pa.Table, right: pa.Table, *, settings: LinkageSettings | None = None) -> ModelFile:
    """Learn a model from two tables in the shape of ``int_linkage_left`` and ``_right``.

    Raises ``ValueError`` where there is too little to learn from; ``link`` then uses the model file of
    the package.
    """
    settings = settings or LinkageSettings()
    with _connection(settings) as con:
        prepare_features(con, left, right, alias_file=settings.alias_file)
        if not models.enough_to_train(con, settings=settings):
            raise ValueError(f"training needs {settings.minimum_to_train} NHS and education records")
        return models.train(con, settings=settings)


def link(
    left: pa.Table,
    right: pa.Table,
    *,
    cycle: str,
    settings: LinkageSettings | None = None,
    model: ModelFile | None = None,
    pair_decisions: pa.Table | None = None,
) -> LinkageResult:
    """Link the left records to persons known to education.

    ``left`` and ``right`` have the columns of ``int_linkage_left`` and ``int_linkage_right``;
    ``pair_decisions`` those of ``raw.pair_decisions``, of which the rows of ``cycle`` count. Without a
    ``model`` one is trained where there is enough to train on, else the package's file is used.
    """
    settings = settings or LinkageSettings()
    with _connection(settings) as con:
        return link_on(
            con,
            left,
            right,
            cycle=cycle,
            settings=settings,
            model=model,
            pair_decisions=pair_decisions,
            step=StepTimer(),
        )


def link_on(
    con: duckdb.DuckDBPyConnection,
    left: pa.Table,
    right: pa.Table,
    *,
    cycle: str,
    settings: LinkageSettings,
    model: ModelFile | None,
    pair_decisions: pa.Table | None,
    step: StepTimer,
) -> LinkageResult:
    """The steps of ``link`` on a connection, on which they leave the tables of tables.py."""
    with step("prepare"):
        prepare_features(con, left, right, alias_file=settings.alias_file)
        _register_decisions(con, pair_decisions, cycle)
    with step("model"):
        model = model or _own_model(con, settings)
        prior = models.estimate_prior(con)
    with step("persons"):
        persons.recognise_persons(con)
    with step("score"):
        score.score(con, model=model, prior=prior, floor=settings.predict_weight)
    with step("resolve"):
        thresholds = resolve.propose_links(con, prior=prior, settings=settings)
        decide.decide_links(con, settings=settings)
    with step("duplicates"):
        resolve.find_duplicates(con, settings=settings)
    with step("household"):
        resolve.link_households(con, settings=settings)
    with step("evidence"):
        resolve.link_evidence(con, prior=prior, settings=settings)
    with step("output"):
        output.make_unlinked(con)
        output.make_candidates(con)
        tables = output.read_tables(con, cycle)
        metrics = output.figures(con) | {
            "thresholds": thresholds,
            "prior": prior,
            "model_hash": model.hash,
            "model_version": model.version,
        }
    metrics["seconds"] = step.seconds
    return LinkageResult(**tables, model_runs=output.model_run(cycle, model, prior, metrics), metrics=metrics)


def _own_model(con: duckdb.DuckDBPyConnection, settings: LinkageSettings) -> ModelFile:
    """A model trained on the records, where there are enough of them and the settings allow it; else the package's."""
    if settings.always_default_model or not models.enough_to_train(con, settings=settings):
        return ModelFile.load()
    return models.train(con, settings=settings)


def _register_decisions(con: duckdb.DuckDBPyConnection, given: pa.Table | None, cycle: str) -> None:
    """Make ``pair_decisions``: the last decision on each pair of this cycle, by date, then by its place in the file."""
    create_empty(con, PAIR_DECISIONS)
    if given is None or not given.num_rows:
        return
    date, row = (name if name in given.column_names else "null" for name in ("decided_date", "source_row"))
    con.register("given", given)
    sql.run(con, "pair_decisions", {"cycle": cycle}, decided_date=date, source_row=row)
    con.unregister("given")
