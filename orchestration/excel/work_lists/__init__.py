"""Work lists: a workbook for each local authority, for officers, and the import of their answers.

``write.py`` makes the workbooks from the warehouse, ``import_answers.py`` adds the answers of returned ones to the
decisions. They hold names and addresses: they belong in ``<data>/work_lists/`` and nowhere else. Keep out what goes to
suppliers (``query_lists``), and what a decision does (``dbt_project``).
"""

from orchestration.excel.work_lists.import_answers import (
    ImportResult,
    find_workbooks,
    import_answers,
)
from orchestration.excel.work_lists.write import Written, write_work_lists

__all__ = ["ImportResult", "Written", "find_workbooks", "import_answers", "write_work_lists"]
