"""An invented population and everything that suppliers would send about it.

Put here what makes sample data, with its truth apart from it. Keep out how records are read or linked; nothing in the
pipeline reads the truth.
"""

from .sample import SampleSummary, choose_las, write_sample

__all__ = ["SampleSummary", "choose_las", "write_sample"]
