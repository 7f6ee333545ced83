"""Reference files: where postcodes lie, which schools should send a return, where general practices are.

Put a new reference list here. Keep out what suppliers send about children.
"""

from orchestration.landing.reference.load import ReferenceReport, load_reference

__all__ = ["ReferenceReport", "load_reference"]
