"""Reference files: where postcodes lie, which schools should answer, where general practices are."""

from orchestration.landing.reference.load import ReferenceReport, load_reference

__all__ = ["ReferenceReport", "load_reference"]
