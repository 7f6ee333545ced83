"""Workbooks: the form for schools, query lists for suppliers, work lists for officers, and the import of their answers.

Put here what is written to, or read from, Excel files of the project's own. Keep out the reading of returns that
suppliers send (``landing.readers``). Every workbook is saved by ``workbook.save``.
"""

from orchestration.excel.query_lists import write_query_lists
from orchestration.excel.template import write_template

__all__ = ["write_query_lists", "write_template"]
