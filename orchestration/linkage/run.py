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

from orchestration.linkage import model as models
from orchestration.linkage import output, persons, score
from orchestration.linkage.decide import evidence, holds
from orchestration.linkage.features import prepare
from orchestration.linkage.model import ModelFile
from orchestration.linkage.resolve import duplicates, household, one_to_one
from orchestration.linkage.settings import LinkageSettings
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


class _Stages:
    """Seconds by stage."""

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
        prepare.prepare(con, left, right, alias_file=settings.alias_file)
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
    stage = _Stages()
    with _connection(settings) as con:
        with stage("prepare"):
            prepare.prepare(con, left, right, alias_file=settings.alias_file)
            _register_decisions(con, pair_decisions, cycle)
        with stage("model"):
            if model is None:
                trainable = models.enough_to_train(con, settings=settings)
                use_default = settings.always_default_model or not trainable
                model = ModelFile.load() if use_default else models.train(con, settings=settings)
            prior = models.estimate_prior(con)
        with stage("persons"):
            persons.recognise_persons(con)
        with stage("score"):
            score.score(con, model=model, prior=prior, floor=settings.predict_weight)
        with stage("resolve"):
            one_to_one.best_pairs(con)
            one_to_one.settle_certain(con)
            thresholds = one_to_one.assign_rest(con, prior=prior, settings=settings)
            holds.mark_twins(con)
            holds.mark_known_pairs(con)
            holds.decide(con, settings=settings)
        with stage("duplicates"):
            duplicates.find_duplicates(con, settings=settings)
        with stage("household"):
            household.link_households(con, settings=settings)
        with stage("evidence"):
            evidence.link_evidence(con, prior=prior, settings=settings)
        with stage("output"):
            output.make_unlinked(con)
            output.make_candidates(con)
            tables = output.read_tables(con, cycle)
            metrics = output.figures(con) | {
                "thresholds": thresholds,
                "prior": prior,
                "model_hash": model.hash,
                "model_version": model.version,
            }
    metrics["seconds"] = stage.seconds
    return LinkageResult(**tables, model_runs=output.model_run(cycle, model, prior, metrics), metrics=metrics)


def _register_decisions(con: duckdb.DuckDBPyConnection, given: pa.Table | None, cycle: str) -> None:
    """Make ``pair_decisions``: the last decision on each pair of this cycle, by date, then by its place in the file."""
    con.execute("create table pair_decisions (left_record_id varchar, right_record_id varchar, decision varchar)")
    if given is None or not given.num_rows:
        return
    date, place = (name if name in given.column_names else "null" for name in ("decided_date", "source_row"))
    con.register("given", given)
    con.execute(
        f"""insert into pair_decisions select left_record_id, right_record_id, decision from given
        where cycle = $cycle qualify row_number() over (partition by left_record_id, right_record_id
            order by {date} desc nulls last, {place} desc nulls last, decision desc) = 1""",
        {"cycle": cycle},
    )
    con.unregister("given")
