"""The reference files of a sample: postcodes, schools, surgeries, and the cycle's ``cycle.toml``.

Put here what is not about a child. Keep out how the pipeline reads it.
"""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from .documents import write_csv
from .nhs_rows import surgery_name
from .truth import write_gzip
from .world import World


def write_cycle(path: Path, *, cycle: str, reference: date) -> None:
    """cycle.toml: the deadline of schools is twenty days after that of the NHS, as in the pilot."""
    kind = "annual" if cycle.endswith("annual") else "quarterly"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'cycle = "{cycle}"\nkind = "{kind}"\nreference_date = {reference}\n\n[deadlines]\nnhs = {reference}\n'
        f"independent_schools = {reference + timedelta(days=20)}\n",
        encoding="utf-8",
    )


def write_reference(world: World, folder: Path) -> None:
    """postcodes.csv.gz, schools.csv and gp_practices.csv."""
    geo = world.geo
    months = geo.terminated
    ended = np.where(
        months > 0, (months // 12).astype(str).astype(object) + (months % 12 + 1 + 100).astype(str).astype(object), ""
    )
    ended = np.array([text[:4] + text[5:] if text else "" for text in ended], dtype=object)  # yyyymm
    order = np.argsort(geo.postcode)
    codes = np.array([a.code for a in geo.authorities], dtype=object)
    table = pa.table(
        {
            "pcds": pa.array(geo.postcode[order], pa.string()),
            "lad_cd": pa.array(codes[geo.la[order]], pa.string()),
            "easting": geo.easting[order].astype(np.int64),
            "northing": geo.northing[order].astype(np.int64),
            "doterm": pa.array(ended[order], pa.string()),
        }
    )
    buffer = io.BytesIO()
    csv.write_csv(table, buffer, csv.WriteOptions(quoting_style="none"))
    write_gzip(folder / "postcodes.csv.gz", buffer.getvalue())

    schools = sorted((*world.edu.schools, *world.edu.independents), key=lambda s: s.number)
    schools = [s for s in schools if s.la in world.participating]
    write_csv(
        folder / "schools.csv",
        ["school_number", "name", "la_code", "sector", "email"],
        [
            [str(s.number) for s in schools],
            [s.name for s in schools],
            [geo.authorities[s.la].code for s in schools],
            [s.sector for s in schools],
            [f"office@{s.number}.example.org" for s in schools],
        ],
    )
    practices = [
        (i, n, place)
        for i in range(len(geo.authorities))
        if geo.authorities[i].welsh
        for n, place in enumerate(geo.surgeries[i].tolist())
    ]
    write_csv(
        folder / "gp_practices.csv",
        ["practice_code", "name", "address", "postcode"],
        [
            [f"W9{i:02d}{n % 100:02d}" for i, n, _ in practices],
            [surgery_name(world, place) for _, _, place in practices],
            [f"{geo.street_en[place]}, {geo.town_en[place]}" for _, _, place in practices],
            [geo.postcode[place] for _, _, place in practices],
        ],
    )
