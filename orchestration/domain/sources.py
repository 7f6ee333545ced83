"""The sources of the landing folder: what each is called as a table, a file and a kind of record, and who sends it.

The list itself is the macro ``landing_sources`` of the dbt project; this module gives it to Python. Keep out the
columns of a source, which are its contract (``landing/contract``), and its name in a sentence, which belongs to the
page that uses it.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.domain.dbt_macros import macro_value


@dataclass(frozen=True)
class LandingSource:
    """One source. Its fields are explained where they are written: in the macro ``landing_sources``."""

    name: str
    kind: str
    supplier_kind: str
    folder: str
    file_stem: str | None
    education_rank: int | None

    @property
    def raw_table(self) -> str:
        return f"raw.{self.name}"

    @property
    def staging_table(self) -> str:
        return f"staging.stg_{self.name}"


LANDING_SOURCES: dict[str, LandingSource] = {
    name: LandingSource(name, **facts) for name, facts in macro_value("landing_sources()").items()
}
"""Every source by its name, in the order of the list."""

PROVING_SOURCES: tuple[LandingSource, ...] = tuple(
    sorted(
        (source for source in LANDING_SOURCES.values() if source.education_rank is not None),
        key=lambda source: source.education_rank,
    )
)
"""Sources of which a record proves that a child is known to education, the one shown first at the front."""
