"""The tiers, and what a test of each may use.

- ``unit``: one module, tables of a few rows, no run of a job. Mirrors the packages.
- ``integration``: several parts together: definitions load, checks called, dbt's own unit tests.
- ``pipeline``: a small invented cycle through the whole job, compared with its truth.
- ``benchmarks``: large and slow; not collected here, run by ``make bench``.

What is slow by nature is marked ``slow`` (``make test-slow``) or ``nightly`` (``make test-nightly``), and has a small
version that ``make test`` runs.

A test of a lower tier that asks for a pipeline fixture is stopped at collection.
"""

from __future__ import annotations

from pathlib import Path

import pytest

PIPELINE_FIXTURES = {"finished_run", "second_run"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tiers apart; with several workers (``make test``) the pipeline tests share one, and begin first."""
    for item in items:
        tier = _tier(item)
        if tier == "pipeline":
            # its finished run is made once a worker
            item.add_marker(pytest.mark.xdist_group("pipeline"))
        used = PIPELINE_FIXTURES & set(getattr(item, "fixturenames", ()))
        if tier != "pipeline" and used:
            raise pytest.UsageError(
                f"{item.nodeid} runs the whole job through {', '.join(sorted(used))}: move it to tests/pipeline."
            )
    items.sort(key=lambda item: _tier(item) != "pipeline")


def _tier(item: pytest.Item) -> str:
    return Path(item.path).relative_to(Path(__file__).parent).parts[0]
