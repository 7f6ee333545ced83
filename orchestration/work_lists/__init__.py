"""Work lists: a workbook for each local authority, for the officers who work the lists, and the way back.

``write.py`` makes the workbooks from the warehouse, ``taking_in.py`` puts the answers of returned ones among the
decisions. They hold names and addresses: they belong in ``<data>/work_lists/`` and nowhere else. Keep out what
goes to suppliers (``returns``), and what a decision does (``dbt_project``).
"""

from orchestration.work_lists.taking_in import TakenIn, find_workbooks, take_in
from orchestration.work_lists.write import Written, write_work_lists

__all__ = ["TakenIn", "Written", "find_workbooks", "take_in", "write_work_lists"]
