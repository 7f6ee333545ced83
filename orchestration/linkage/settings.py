"""The numbers that steer linkage, each with its reason.

Put a number here when a person may want to change it, or when two modules must agree on it. Keep out
what the data decide (the share of records with a partner, frequencies of names, the weights
themselves): those are estimated in each run or kept in the model file.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.domain.sources import PROVING_SOURCES

# One seed for all sampling, so that two runs over the same input give the same model.
SEED = 20250114

PROVING_KINDS = tuple(source.kind for source in PROVING_SOURCES)
"""Right kinds that prove a child is known to education, in the order in which one of several records
of a person is shown: a school roll before a provision, home education last."""

EVIDENCE_KINDS = ("cme", "leaver")
"""Right kinds that are shown beside a child and never clear it."""

ALIAS_FILE = Path(__file__).parents[2] / "dbt_project" / "seeds" / "forename_aliases.csv"


@dataclass(frozen=True)
class Costs:
    """What each error costs, in reviews: one look by an officer is the unit.

    A false link hides a child who is in no school: the harm the register exists to prevent. A missed
    link sends somebody to the door of a family whose child is at school. The three costs give both
    thresholds; nothing is set by eye. A cycle may state its own (``[costs]`` in ``cycle.toml``). Raises
    ``ValueError`` where a look would cost as much as an error, or nothing.
    """

    false_link: float = 50.0
    missed_link: float = 4.0
    review: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.review < min(self.false_link, self.missed_link):
            raise ValueError("a review must cost less than either error, and more than nothing")
        if self.review_probability >= self.accept_probability:
            raise ValueError("the costs leave no room between rejecting and accepting a link")

    @property
    def accept_probability(self) -> float:
        """Accept where the expected harm of a false link is below the price of a look."""
        return 1 - self.review / self.false_link

    @property
    def accept_log_odds(self) -> float:
        """In bits, as weights are."""
        return _log_odds(self.accept_probability)

    @property
    def review_log_odds(self) -> float:
        return _log_odds(self.review_probability)

    @property
    def review_probability(self) -> float:
        """Look where the expected harm of a missed link exceeds the price of a look."""
        return self.review / self.missed_link


def _log_odds(probability: float) -> float:
    return math.log2(probability / (1 - probability))


@dataclass(frozen=True)
class LinkageSettings:
    """How one run links. Weights are log2 of the odds, as Splink gives them."""

    costs: Costs = field(default_factory=Costs)
    predict_weight: float = -12.0
    """Pairs scored below this are dropped at once. Well below any review threshold."""
    rival_margin: float = 5.0
    """A link is held for its rival where that comes nearer than so many bits (odds of 32 to 1), else for want of
    evidence. Whether it is held at all is for its probability to say, in which the rival counts."""
    household_weight: float = 2.0
    """A link at or above this makes its two households known to be one."""
    household_size: int = 8
    """Larger groups at one address are hostels, surgeries and schools, not households."""
    furthest_birth_days: int = 366
    """Children born further apart are two children, though a date may be wrong in every part: of a family one
    child is compared with all the others, and surname and home agree for all of them."""
    unnamed_needs_home: bool = True
    """A record without a forename is linked only where the family's name and home agree: nothing else tells a
    child from its cousins and namesakes."""
    pi_bounds: tuple[float, float] = (0.0005, 0.995)
    """Bounds on the estimated share of left records that have a partner."""
    claimed_bound: float = 0.97
    """Upper bound on the share of education records that are some other left record's true partner.
    Above it, the mere fact that a record is still free would outweigh what the fields say."""
    always_default_model: bool = False
    """Score with the model file of the package even where there is enough to train on."""
    minimum_to_train: int = 4_000
    """Fewer left or right records than this, and the model file of the package is used."""
    u_pairs: float = 1e6
    em_pairs: float = 5e5
    threads: int = 2
    memory_limit: str = "6GB"
    alias_file: Path = ALIAS_FILE
    scratch: Path | None = None
    """Where records are put that do not fit into memory; None for the system's temporary files."""
    seed: int = SEED

    def __post_init__(self) -> None:
        low, high = self.pi_bounds
        if not 0 < low <= high < 1:
            raise ValueError("pi_bounds must lie between 0 and 1, lower first")
