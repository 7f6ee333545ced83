"""The contract of what suppliers send: sources, columns, headings, rules of files and rows, as data.

One object a source, used for reading, for checking, in tests and in the documentation. The words are in the TOML files
beside the modules. Keep out the reading of a file.
"""

from orchestration.landing.contract.columns import NEVER_STORED, OFF, Column, Source, vocabulary
from orchestration.landing.contract.sources import SOURCES, contract_rows

__all__ = ["NEVER_STORED", "OFF", "SOURCES", "Column", "Source", "contract_rows", "vocabulary"]
