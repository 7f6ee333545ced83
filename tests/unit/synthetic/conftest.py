"""A small sample of the seven pilot authorities, made once, and readers that know nothing of the package."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest

from orchestration.synthetic import write_sample


def read_csv(path: Path) -> list[dict[str, str]]:
    """Records of a CSV file, headings folded to lower case without spaces and underscores."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    headings, *records = csv.reader(io.StringIO(text, newline=""))
    names = [h.lower().replace(" ", "").replace("_", "") for h in headings]
    return [dict(zip(names, record, strict=True)) for record in records]


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The pilot at 3 % of its size: about 5,000 NHS rows."""
    return write_sample(tmp_path_factory.mktemp("synthetic") / "data", las="pilot", scale=0.03, seed=5)


@pytest.fixture(scope="session")
def landing(sample):
    return sample.out / "landing" / sample.cycle


@pytest.fixture(scope="session")
def truth(sample):
    return read_csv(sample.truth_file)
