"""Data Docs: the pages that show what the gates found, run after run.

Put here building the pages, bounding how many runs are kept, and the index. Keep out how a page of
Great Expectations is made to open offline (``offline``). The index is our own, because that of Great
Expectations is drawn by scripts from the network.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from orchestration.quality import offline, store

RUNS_KEPT = 20


@dataclass(frozen=True)
class _Kept:
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
    """Remove what a run left that was killed or had no room: suites and results are written anew by each gate."""
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


def _kept_results(store_dir: Path, *, keep: int) -> list[_Kept]:
    """What is kept, newest first, after removing what is older than the last ``keep`` of each suite."""
    by_suite: dict[str, list[_Kept]] = {}
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


def _read(store_dir: Path, path: Path) -> _Kept:
    content = json.loads(path.read_text(encoding="utf-8"))
    failed = {"critical": [], "warning": []}
    for result in content["results"]:
        if not result["success"]:
            config = result["expectation_config"]
            failed[config["severity"]].append(config["meta"]["rule"])
    return _Kept(
        path=path,
        page=_page(store_dir, path.relative_to(store_dir / store.RESULTS)),
        suite=content["suite_name"],
        cycle=content["meta"]["run_id"]["run_name"],
        time=content["meta"]["run_id"]["run_time"],
        rules=len(content["results"]),
        stops=tuple(dict.fromkeys(failed["critical"])),
        warnings=tuple(dict.fromkeys(failed["warning"])),
    )


def _index(store_dir: Path, results: list[_Kept], suite_pages: list[Path]) -> str:
    """The index page: one line a result, and a link to what each suite asks."""

    def link(page: Path, text: str) -> str:
        return f'<a href="{quote(page.relative_to(store_dir).as_posix())}">{escape(text)}</a>'

    rows = "\n".join(
        f"<tr><td>{escape(kept.time[:19].replace('T', ' '))}</td><td>{escape(kept.cycle)}</td>"
        f"<td>{link(kept.page, kept.suite)}</td><td>{kept.rules}</td>"
        f"<td>{_verdict(kept)}</td><td>{escape(', '.join(kept.stops))}</td>"
        f"<td>{escape(', '.join(kept.warnings))}</td></tr>"
        for kept in results
    )
    suites = "\n".join(f"<li>{link(page, page.stem)}</li>" for page in sorted(suite_pages))
    return offline.document(
        "Data quality at the door",
        f"""<p>Rules put to the extracts as they came, newest first. Times are UTC. Pages hold counts and
shares, and no value of a record. A suite named <em>…_files</em> looks at each file on its own, <em>…_suppliers</em> at each
against what is needed of its supplier.</p>
<table class="table"><thead><tr><th>Run</th><th>Cycle</th><th>Suite</th><th>Rules</th><th>Result</th>
<th>Stops the run</th><th>Warns</th></tr></thead>
<tbody>
{rows}
</tbody></table>
<h2>What is asked</h2>
<ul>
{suites}
</ul>""",
    )


def _verdict(kept: _Kept) -> str:
    if kept.stops:
        return '<span class="text-danger">stopped</span>'
    if kept.warnings:
        return '<span class="text-warning">passed, with warnings</span>'
    return '<span class="text-success">passed</span>'
