"""An invented population and everything that suppliers would send about it.

Put here what makes sample data, with its truth kept apart. Nothing here knows how records are read or linked, and
nothing in the pipeline reads the truth.
"""

from .sample import SampleSummary, choose_las, write_sample

__all__ = ["SampleSummary", "choose_las", "write_sample"]
