"""All benchmarks in turn: ``make bench``. Quality beside peers first, then growth, then the whole job."""

from tests.benchmarks import linkage_scale, pipeline
from tests.benchmarks.peers import __main__ as peers

peers.main([])
linkage_scale.main([])
pipeline.main([])
