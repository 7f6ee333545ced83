"""What local authorities are called, as the project's list has them: those of Wales and their neighbours.

Keep out what the names of files and folders mean (``authorities``).
"""

from __future__ import annotations

import csv
from functools import cache

from orchestration.paths import DBT_PROJECT_DIR

LA_FILE = DBT_PROJECT_DIR / "seeds" / "local_authorities.csv"


@cache
def la_names() -> dict[str, str]:
    """English name of each local authority, by its code."""
    with LA_FILE.open(encoding="utf-8", newline="") as handle:
        return {row["lad_cd"]: row["name_en"] for row in csv.DictReader(handle)}
