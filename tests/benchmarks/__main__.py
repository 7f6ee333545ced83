"""All benchmarks in turn: ``make bench``."""

from tests.benchmarks import pipeline

pipeline.main([])
