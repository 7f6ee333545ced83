"""What each step reads from outside the asset graph, and what it leaves outside the warehouse.

A step is the asset whose key it has. What it reads of other assets is the graph's to say. Put a line here when
an asset begins to read a file, or to write one. Keep out how digests are made (``fingerprints``) and what
follows from them (``ledger``, ``plan``).
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
OF_TABLES_ONLY = (
    "linkage/model_runs",
    "quality/data_docs",
    "returns/query_lists",
    "returns/board",
    "returns/nhs_data_quality",
    "work_lists/workbooks",
    "published/evaluation",
)
CYCLE_SETTINGS = ("raw/cycles", "raw/participating_las")
OF_SOURCE = {f"raw/{source}": source for source in SOURCES}
OF_DBT = ("seeds", "staging", "intermediate", "marts")

IS_CHECK, GATE, WARNINGS = " ", " gate", " warnings"
"""A check that is a step of its own has the name of its asset, a space, and its own."""

KEPT_BY_CYCLE = frozenset({*OF_SOURCE, "raw/files"})
"""Steps whose tables hold every cycle side by side. All others hold, or have last been done for, one cycle."""

NOT_FOLLOWED = frozenset({"linkage/model_runs"})
"""Its result is a file, which the steps after it read from there: a quarterly run has the file and not the step."""

OTHER_CYCLES = """
    select columns(lambda name: name not in ('loaded_at', 'detail', 'basis')) from (
        select files.*, cycles.kind, cycles.reference_date
        from raw.files as files left join raw.cycles as cycles on cycles.cycle = files.cycle
        where files.source = ? and files.cycle <> ?
    ) order by all
"""


def own_inputs(step: str, *, folders: Folders, cycle: str, con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """A digest of each thing that the step reads outside the graph, by its name in words."""
    cycle_dir = folders.landing / cycle
    if step.endswith((GATE, WARNINGS)):
        return {"thresholds": _of_both(THRESHOLDS_FILE, folders, cycle)}
    if IS_CHECK in step:
        return {}
    found = {"program": fingerprints.program()}
    if step in CYCLE_SETTINGS:
        authorities = digest(*participating_las(cycle_dir))
        return found | {"cycle": cycle, CYCLE_FILE: file_digest(cycle_dir / CYCLE_FILE), "authorities": authorities}
    if step in OF_SOURCE:
        files = [
            f"{f.source_file} {file_digest(f.path)} {f.path.stat().st_mtime_ns}"
            for f in find_files(cycle_dir, OF_SOURCE[step])
        ]
        return found | {"files": digest(*files)} | _reading(OF_SOURCE[step], folders=folders, cycle=cycle, con=con)
    if step == "raw/files":
        strays = [(f.source_file, f.path.stat()) for f in find_unrecognised(cycle_dir)]
        return found | {"other files": digest(*(f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in strays))}
    if step in REFERENCE:
        names = (f"{step.removeprefix('raw/')}{end}" for end in (".csv", ".csv.gz"))
        return found | {"file": digest(*(file_digest(folders.reference / name) for name in names))}
    if step in DECISIONS:
        return found | {"decisions": file_digest(folders.decisions / f"{step.removeprefix('raw/')}.csv")}
    if step.split("/")[0] in OF_DBT:
        return found | {"its definition": fingerprints.model(step.split("/")[1])}
    if step in OF_TABLES_ONLY:
        return found
    if step.startswith("linkage/"):
        return found | {"model": file_digest(folders.linkage_model)}
    if step == "evaluation/linkage_quality":
        model, truth = folders.linkage_model, truth_file(folders.data, cycle)
        return found | {"model": file_digest(model), "truth": file_digest(truth)}
    raise KeyError(f"say in {__name__} what the asset {step} reads outside the graph")


def outside_outputs(step: str, *, folders: Folders, cycle: str) -> str:
    """What the step left outside the warehouse, as it is there now; empty for a step that leaves nothing there.

    Names only, so that a page somebody wrote on is not made anew; the model by its content, which another cycle's
    run replaces, and the published set by which it is.
    """
    if step == "linkage/model_runs":
        return file_digest(folders.linkage_model)
    if step == "published/evaluation":
        target = os.readlink(folders.published) if folders.published.is_symlink() else fingerprints.ABSENT
        return digest(target, names_digest(folders.published))
    if step.endswith(GATE):
        # its answers, of which the Data Docs are made; how many are kept is theirs to say
        return str((folders.quality / store.RESULTS / OF_SOURCE[step.removesuffix(GATE)] / cycle).exists())
    returns, pages = folders.returns / cycle, folders.state / "evaluation" / cycle
    left = {
        "returns/board": (returns / board.PAGE_NAME,),
        "returns/nhs_data_quality": (returns / nhs_quality.PAGE_NAME,),
        "returns/query_lists": (returns / query_lists.FOLDER, returns / receipts.FOLDER),
        "evaluation/linkage_quality": (pages, folders.models / CARD_NAME),
        "quality/data_docs": (folders.quality / "index.html",),
        "work_lists/workbooks": (folders.work_lists / cycle,),
    }.get(step, ())
    return " ".join(names_digest(path) if path.is_dir() else str(path.exists()) for path in left)


def load_basis(
    con: duckdb.DuckDBPyConnection, source: str, *, folders: Folders, cycle: str, upstream: dict[str, str]
) -> str:
    """All that reading one file of a source depends on beside the file: where it is the same, so is what was read."""
    reading = _reading(source, folders=folders, cycle=cycle, con=con)
    return digest(fingerprints.program(), *sorted(reading.items()), *sorted(upstream.items()))


def _reading(source: str, *, folders: Folders, cycle: str, con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What says how files of a source are read and what they are compared with."""
    try:
        earlier = con.execute(OTHER_CYCLES, [source, cycle]).fetchall()
    except duckdb.CatalogException:  # the first run of all
        earlier = []
    return {"column maps": _of_both(MAPS_FILE, folders, cycle), "other cycles": digest(*earlier)}


def _of_both(name: str, folders: Folders, cycle: str) -> str:
    """A file of settings that may lie in ``reference/`` for every cycle, and in the cycle's own folder."""
    return digest(*(file_digest(folder / name) for folder in (folders.reference, folders.landing / cycle)))
