"""Data Docs: the pages that show what the gates found, run after run.

Put here which pages are built, how many runs are kept, and the index, which is the project's own, because that of Great
Expectations is drawn by scripts from the network. Keep out how a page of Great Expectations is made to open offline
(``offline``), and the store of suites and results (``quality.store``).
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from orchestration.quality import store
from orchestration.reporting import offline
from orchestration.reporting.html import Link, Status, Tone, render

RUNS_KEPT = 20


@dataclass(frozen=True)
class _KeptResult:
    """One kept result: where its page is, and what failed in it."""

    path: Path
    page: Path
    suite: str
    cycle: str
    time: str
    rules: int
    stops: tuple[str, ...]
    warnings: tuple[str, ...]


def build_docs(store_dir: Path, *, keep: int = RUNS_KEPT) -> Path:
    """Build the Data Docs of all kept results and return the index page, ``store_dir/index.html``.

    The last ``keep`` results of each suite are kept; older ones are removed with their pages. Pages that
    exist are not built again. Every page opens without a network.
    """
    store_dir = store_dir.resolve()
    _remove_half_written(store_dir)
    results = _kept_results(store_dir, keep=keep)
    new = {result.path.relative_to(store_dir / store.RESULTS) for result in results}
    index = store_dir / "index.html"
    # the index is written last: a page that is newer may be half written, or may still ask the network
    finished = index.stat().st_mtime_ns if index.exists() else 0
    new = {path for path in new if not _is_older(_page(store_dir, path), finished)}

    context = store.open_context(store_dir)
    suites = context.stores[store.SUITES].list_keys()
    wanted = [
        key
        for key in context.stores[store.RESULTS].list_keys()
        if Path(*key.to_tuple()[:-1], key.to_tuple()[-1] + ".json") in new
    ]
    if suites:  # an empty list would mean all
        context.build_data_docs(resource_identifiers=[*suites, *wanted], build_index=False)
    # fonts, logos and pictures of the walk-through: the pages no longer refer to them
    shutil.rmtree(store_dir / "static", ignore_errors=True)

    pages = [store_dir / "expectations" / f"{key.name}.html" for key in suites]
    for page in [*pages, *(_page(store_dir, path) for path in sorted(new))]:
        page.write_text(offline.page(page.read_text(encoding="utf-8")), encoding="utf-8")
    index.write_text(_index(store_dir, results, pages), encoding="utf-8")
    return index


def _remove_half_written(store_dir: Path) -> None:
    """Remove what a run left that was killed or had no room: each gate writes its suite and result again."""
    for folder in (store.SUITES, store.RESULTS):
        for path in list((store_dir / folder).rglob("*.json")):
            try:
                json.loads(path.read_bytes())
            except ValueError:
                path.unlink()


def _is_older(page: Path, than_ns: int) -> bool:
    return page.exists() and page.stat().st_mtime_ns <= than_ns


def _page(store_dir: Path, result: Path) -> Path:
    """The page that Great Expectations makes of a result, by the result's place in the store."""
    return store_dir / "validations" / result.with_name(result.name.removesuffix(".json") + ".html")


def _kept_results(store_dir: Path, *, keep: int) -> list[_KeptResult]:
    """What is kept, newest first, after removing what is older than the last ``keep`` of each suite."""
    by_suite: dict[str, list[_KeptResult]] = {}
    for path in (store_dir / store.RESULTS).rglob("*.json"):
        kept = _read(store_dir, path)
        by_suite.setdefault(kept.suite, []).append(kept)
    results = []
    for of_suite in by_suite.values():
        of_suite.sort(key=lambda kept: (kept.time, str(kept.path)), reverse=True)
        results += of_suite[:keep]
        for old in of_suite[keep:]:
            shutil.rmtree(old.path.parent)
            shutil.rmtree(old.page.parent, ignore_errors=True)
    return sorted(results, key=lambda kept: (kept.time, kept.suite), reverse=True)


def _read(store_dir: Path, path: Path) -> _KeptResult:
    content = json.loads(path.read_text(encoding="utf-8"))
    failed = {"critical": [], "warning": []}
    for result in content["results"]:
        if not result["success"]:
            config = result["expectation_config"]
            failed[config["severity"]].append(config["meta"]["rule"])
    return _KeptResult(
        path=path,
        page=_page(store_dir, path.relative_to(store_dir / store.RESULTS)),
        suite=content["suite_name"],
        cycle=content["meta"]["run_id"]["run_name"],
        time=content["meta"]["run_id"]["run_time"],
        rules=len(content["results"]),
        stops=tuple(dict.fromkeys(failed["critical"])),
        warnings=tuple(dict.fromkeys(failed["warning"])),
    )


def _index(store_dir: Path, results: list[_KeptResult], suite_pages: list[Path]) -> str:
    """The index page: one line for each result, and a link to the rules of each suite."""

    def link(page: Path, text: str) -> Link:
        return Link(text, page.relative_to(store_dir).as_posix())

    return render(
        "data_docs.html.j2",
        title=offline.TITLE,
        results=[
            {
                "Run": kept.time[:19].replace("T", " "),
                "Cycle": kept.cycle,
                "Suite": link(kept.page, kept.suite),
                "Rules": kept.rules,
                "Result": _status(kept),
                "Stops the run": ", ".join(kept.stops),
                "Warns": ", ".join(kept.warnings),
            }
            for kept in results
        ],
        suites=[link(page, page.stem) for page in sorted(suite_pages)],
    )


def _status(kept: _KeptResult) -> Status:
    if kept.stops:
        return Status("stopped", Tone.BAD)
    if kept.warnings:
        return Status("passed, with warnings", Tone.WARNING)
    return Status("passed", Tone.GOOD)
