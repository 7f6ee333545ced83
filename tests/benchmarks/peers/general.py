"""The project's linkage with general settings: without its rules for children, and with equal costs of both errors.

For a register of missing children a false link costs more than a review, and siblings share surname and home and are
years apart. FEBRL 4 has neither families nor costs: its people are unrelated, its birth dates wrong by decades,
everybody is on both sides, and F1 counts both errors alike. These settings fit such data.
"""

from __future__ import annotations

from functools import partial

from orchestration.linkage.settings import Costs, LinkageSettings
from tests.benchmarks.peers.method import run
from tests.benchmarks.peers.project import main

SETTINGS = LinkageSettings(
    costs=Costs(false_link=1, missed_link=1, review=0.45),
    predict_weight=-18,
    claimed_bound=0.995,
    furthest_birth_days=40_000,
    unnamed_needs_home=False,
)

if __name__ == "__main__":
    run(partial(main, settings=SETTINGS))
