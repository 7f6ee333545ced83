"""The fuzzing that ``tests/benchmarks/fuzz_extracts.py`` can do for hours, the same each time; longer by tier."""

import importlib.util
import sys
from pathlib import Path

import pytest

# seed and batches of sixteen files
QUICK = (2025, 6)
SLOW = (2025, 30)
NIGHTLY = [(seed, 400) for seed in range(5)]


@pytest.fixture(scope="module")
def fuzz():
    path = Path(__file__).parents[2] / "benchmarks" / "fuzz_extracts.py"
    spec = importlib.util.spec_from_file_location("fuzz_extracts", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("seed", "batches"),
    [
        QUICK,
        pytest.param(*SLOW, marks=pytest.mark.slow),
        *(pytest.param(*many, marks=pytest.mark.nightly) for many in NIGHTLY),
    ],
)
def test_no_broken_file_ends_the_load_or_loses_a_row_or_shows_a_value(fuzz, seed, batches):
    wrong, seen = fuzz.run(seed=seed, batches=range(batches))
    assert wrong == []
    assert seen.total() >= (batches - 1) * fuzz.BATCH
    # it has to reach far in, and not only make what is thrown out at the door
    assert seen["loaded"] > batches and len(seen) >= 8


def test_a_batch_is_the_same_each_time(fuzz, tmp_path):
    written = []
    for name in "ab":
        source = fuzz.write_batch(tmp_path / name, 7, 3)
        files = {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        written.append((source, files))
    assert written[0] == written[1]


def test_what_is_wrong_is_found(fuzz, tmp_path, monkeypatch):
    """The check can fail: a reader that loses a row, one that breaks, and a message that shows a value."""

    def findings(**changes):
        with monkeypatch.context() as patched:
            for name, change in changes.items():
                patched.setattr(f"orchestration.landing.{name.replace('__', '.')}", change)
            return " ".join(fuzz.run(seed=1, batches=range(3))[0])

    def breaks(*_, **__):
        raise KeyError("x")

    assert "ended with KeyError" in findings(load__store_rows=breaks)
    assert "0 stored" in findings(load__store_rows=lambda *_, **__: None)
    assert "a reader failed" in findings(validate_file__read_file=breaks)
    assert "the message shows" in findings(file_report__issue=lambda file, **_: f"{file}: Gwernfab.")
