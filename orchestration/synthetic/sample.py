"""Writes a whole sample: the landing folder of one cycle, the reference files, and the truth beside them.

Put here the order of the work; ``write_sample`` is what the command line and the tests call. Keep out the work itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import geography, la_files, list_files, reference_files, school_files, world
from .parameters import Parameters
from .truth import Truth


@dataclass(frozen=True)
class SampleSummary:
    """What was written. ``rows`` counts records by source; ``files`` by path relative to the landing folder."""

    out: Path
    truth_file: Path
    cycle: str
    la_codes: tuple[str, ...]
    children: int
    rows: dict[str, int]
    files: dict[str, int]
    neighbours_answered: tuple[str, ...]
    schools_not_returned: tuple[int, ...]


def choose_las(las: str | Sequence[str]) -> list[str]:
    """GSS codes of ``pilot`` (the seven of the 2025 Regulations), ``wales`` (all 22) or a list of codes.

    Raises ValueError for anything else.
    """
    known = [a for a in geography.authorities() if a.welsh]
    if las == "pilot":
        return [a.code for a in known if a.pilot]
    if las == "wales":
        return [a.code for a in known]
    codes = [las] if isinstance(las, str) else list(dict.fromkeys(las))
    unknown = sorted(set(codes) - {a.code for a in known})
    if unknown or not codes:
        raise ValueError(f"not Welsh local authorities: {', '.join(unknown) or 'none given'}")
    return codes


def write_sample(
    out: Path,
    *,
    las: str | Sequence[str],
    scale: float = 1.0,
    seed: int = 1,
    noise: float = 1.0,
    cycle: str = "2025-annual",
    reference_date: date = date(2025, 4, 30),
    progress: Callable[[str], None] | None = None,
    rates: Parameters | None = None,
) -> SampleSummary:
    """Write everything that suppliers would send for one cycle under ``out``, and the truth beside it.

    ``scale`` multiplies all populations, ``noise`` all rates of error; the same arguments give the same bytes.
    The truth goes to ``<out>-truth/<cycle>.csv.gz``, one row for each row of each landing file. ``progress`` is
    called with a sentence before each step. Raises ValueError for a scale, noise or LA that makes no sample.
    """
    if scale <= 0 or noise < 0:
        raise ValueError("scale must be above 0 and noise not below 0")
    report = progress or (lambda _: None)
    out = Path(out)
    codes = choose_las(las)
    landing = out / "landing" / cycle
    report(f"inventing the families of {len(codes)} local authorities")
    made = world.build(
        codes, scale=scale, seed=seed, noise=noise, reference=reference_date, rates=rates or Parameters()
    )
    reference_files.write_cycle(landing / "cycle.toml", cycle=cycle, reference=reference_date)
    reference_files.write_reference(made, out / "reference")
    truth, rows = Truth(), {}
    report("writing the NHS extracts")
    rows["nhs"] = la_files.write_nhs(made, landing, truth)
    report("writing school rolls")
    rows["plasc"] = la_files.write_rolls(made, landing, truth)
    report("writing the lists of local authorities, neighbours and independent schools")
    rows |= list_files.write_lists(made, landing, truth)
    rows["neighbouring"] = la_files.write_neighbours(made, landing, truth)
    rows["independent_schools"], silent = school_files.write(made, landing, truth)
    report("writing the truth")
    truth_file = out.parent / f"{out.name}-truth" / f"{cycle}.csv.gz"
    truth.write(truth_file, made)
    files = truth.counts()
    answered = tuple(sorted(Path(name).stem for name in files if name.startswith("neighbouring_authorities/")))
    return SampleSummary(
        out,
        truth_file,
        cycle,
        tuple(codes),
        len(made.kids.born),
        rows,
        files,
        answered,
        tuple(sorted(s.number for s in silent)),
    )
