"""Loads what suppliers sent into tables that say where every row came from.

This package knows the landing folder: which files a cycle should have, what their headings mean, how each form of file
is read, and how the rows reach the ``raw`` schema with their lineage; ``load.py`` shows the way of a file through it.
Put a new source, a new form of file or a new heading here. Keep out any judgement of a child's record (whether a date
is a date, whether two rows are one child): that is the work of the gate, of staging and of linkage.
"""

from orchestration.landing.arrivals import folder_fingerprint, last_modified
from orchestration.landing.contract import SOURCES, Column, Source, contract_rows
from orchestration.landing.cycle import Cycle, list_cycles, read_cycle
from orchestration.landing.file_report import FileReport, LoadReport
from orchestration.landing.load import load_source, load_unrecognised
from orchestration.landing.load_cycle import load_cycle
from orchestration.landing.reference.load import ReferenceReport, load_reference
from orchestration.landing.tables import create_raw_tables, table_columns

__all__ = [
    "SOURCES",
    "Column",
    "Cycle",
    "FileReport",
    "LoadReport",
    "ReferenceReport",
    "Source",
    "contract_rows",
    "create_raw_tables",
    "folder_fingerprint",
    "last_modified",
    "list_cycles",
    "load_cycle",
    "load_reference",
    "load_source",
    "load_unrecognised",
    "read_cycle",
    "table_columns",
]
