"""What each step reads from outside the asset graph, and what it writes outside the warehouse.

A step is named after the key of its asset. What it reads of other assets is known from the graph. Put a line here when
an asset begins to read a file, or to write one. Keep out how digests are made (``fingerprints``) and what follows from
them (``ledger``, ``plan``).
"""

from __future__ import annotations

import os

import duckdb

from orchestration.evaluation.truth import truth_file
from orchestration.excel import query_lists
from orchestration.incremental import fingerprints
from orchestration.incremental.fingerprints import digest, file_digest, names_digest
from orchestration.landing.contract import SOURCES
from orchestration.landing.cycle import CYCLE_FILE, participating_las
from orchestration.landing.files import MAPS_FILE, THRESHOLDS_FILE, find_files, find_unrecognised
from orchestration.paths import Folders
from orchestration.quality import store
from orchestration.reporting import board, nhs_quality, receipts
from orchestration.reporting.model_card import CARD_NAME

REFERENCE = ("raw/postcodes", "raw/schools", "raw/gp_practices")
DECISIONS = ("raw/register_decisions", "raw/pair_decisions", "raw/suppressions")
TABLES_ONLY = (
    "linkage/model_runs",
    "quality/data_docs",
    "returns/query_lists",
    "returns/board",
    "returns/nhs_data_quality",
    "work_lists/workbooks",
    "published/evaluation",
)
CYCLE_SETTINGS = ("raw/cycles", "raw/participating_las")
SOURCE_OF_STEP = {f"raw/{source}": source for source in SOURCES}
DBT_SCHEMAS = ("seeds", "staging", "intermediate", "marts")

CHECK_SEPARATOR, GATE, WARNINGS = " ", " gate", " warnings"
"""A check that is a step of its own is named after its asset, a space, and itself: ``raw/nhs gate``."""

STORED_PER_CYCLE = frozenset({*SOURCE_OF_STEP, "raw/files"})
"""Steps whose tables hold every cycle side by side. All others hold the cycle of the last run only."""

NOT_AN_INPUT = frozenset({"linkage/model_runs"})
"""Steps whose result is a file, read from there by the steps after them: a quarterly run has no training step."""

OTHER_CYCLES = """
    select columns(lambda name: name not in ('loaded_at', 'detail', 'basis')) from (
        select files.*, cycles.kind, cycles.reference_date
        from raw.files as files left join raw.cycles as cycles on cycles.cycle = files.cycle
        where files.source = ? and files.cycle <> ?
    ) order by all
"""


def external_inputs(step: str, *, folders: Folders, cycle: str, con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """A digest of each thing that the step reads outside the graph, by a name that the user reads.

    Raises ``KeyError`` for an asset that is not known here.
    """
    cycle_dir = folders.landing / cycle
    if step.endswith((GATE, WARNINGS)):
        return {"thresholds": _settings_digest(THRESHOLDS_FILE, folders, cycle)}
    if CHECK_SEPARATOR in step:
        return {}
    found = {"program": fingerprints.program()}
    if step in CYCLE_SETTINGS:
        authorities = digest(*participating_las(cycle_dir))
        return found | {"cycle": cycle, CYCLE_FILE: file_digest(cycle_dir / CYCLE_FILE), "authorities": authorities}
    if step in SOURCE_OF_STEP:
        files = [
            f"{f.source_file} {file_digest(f.path)} {f.path.stat().st_mtime_ns}"
            for f in find_files(cycle_dir, SOURCE_OF_STEP[step])
        ]
        return (
            found
            | {"files": digest(*files)}
            | _reading_settings(SOURCE_OF_STEP[step], folders=folders, cycle=cycle, con=con)
        )
    if step == "raw/files":
        others = [(f.source_file, f.path.stat()) for f in find_unrecognised(cycle_dir)]
        return found | {"other files": digest(*(f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in others))}
    if step in REFERENCE:
        names = (f"{step.removeprefix('raw/')}{end}" for end in (".csv", ".csv.gz"))
        return found | {"file": digest(*(file_digest(folders.reference / name) for name in names))}
    if step in DECISIONS:
        return found | {"decisions": file_digest(folders.decisions / f"{step.removeprefix('raw/')}.csv")}
    if step.split("/")[0] in DBT_SCHEMAS:
        return found | {"its definition": fingerprints.model(step.split("/")[1])}
    if step in TABLES_ONLY:
        return found
    if step.startswith("linkage/"):
        return found | {"model": file_digest(folders.linkage_model)}
    if step == "evaluation/linkage_quality":
        model, truth = folders.linkage_model, truth_file(folders.data, cycle)
        return found | {"model": file_digest(model), "truth": file_digest(truth)}
    raise KeyError(f"list in {__name__} what the asset {step} reads outside the graph")


def external_outputs(step: str, *, folders: Folders, cycle: str) -> str:
    """A digest of the files that the step wrote, as they are now; empty for a step that writes none.

    Names only, so that a page that somebody edited is not rebuilt; the model by its content, which another cycle's
    run replaces, and the published set by the folder that it links to.
    """
    if step == "linkage/model_runs":
        return file_digest(folders.linkage_model)
    if step == "published/evaluation":
        target = os.readlink(folders.published) if folders.published.is_symlink() else fingerprints.ABSENT
        return digest(target, names_digest(folders.published))
    if step.endswith(GATE):
        # its results, of which the Data Docs are made; the store decides how many it keeps
        return str((folders.quality / store.RESULTS / SOURCE_OF_STEP[step.removesuffix(GATE)] / cycle).exists())
    returns, pages = folders.returns / cycle, folders.state / "evaluation" / cycle
    written = {
        "returns/board": (returns / board.PAGE_NAME,),
        "returns/nhs_data_quality": (returns / nhs_quality.PAGE_NAME,),
        "returns/query_lists": (returns / query_lists.FOLDER, returns / receipts.FOLDER),
        "evaluation/linkage_quality": (pages, folders.models / CARD_NAME),
        "quality/data_docs": (folders.quality / "index.html",),
        "work_lists/workbooks": (folders.work_lists / cycle,),
    }.get(step, ())
    return " ".join(names_digest(path) if path.is_dir() else str(path.exists()) for path in written)


def load_basis(
    con: duckdb.DuckDBPyConnection, source: str, *, folders: Folders, cycle: str, upstream: dict[str, str]
) -> str:
    """A digest of all that the rows of a source's file depend on beside the file: while it is the same, so are they.

    ``upstream`` are the fingerprints of the steps that come first, by name.
    """
    settings = _reading_settings(source, folders=folders, cycle=cycle, con=con)
    return digest(fingerprints.program(), *sorted(settings.items()), *sorted(upstream.items()))


def _reading_settings(source: str, *, folders: Folders, cycle: str, con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Digests of what decides how files of a source are read, and what they are compared with."""
    try:
        earlier = con.execute(OTHER_CYCLES, [source, cycle]).fetchall()
    except duckdb.CatalogException:  # the first run of all
        earlier = []
    return {"column maps": _settings_digest(MAPS_FILE, folders, cycle), "other cycles": digest(*earlier)}


def _settings_digest(name: str, folders: Folders, cycle: str) -> str:
    """A digest of a settings file that may stand in ``reference/`` for every cycle, and in the cycle's own folder."""
    return digest(*(file_digest(folder / name) for folder in (folders.reference, folders.landing / cycle)))
