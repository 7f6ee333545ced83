"""What goes back to those who send returns: a template to fill in, queries on rows, receipts.

Everything here is written in Welsh and English, Welsh first, and holds row numbers and names of fields, never a
child's name or any other value. Put here what a school or supplier is given to read. Keep out the rules
themselves (``landing/row_rules.toml``, ``landing/file_rules.toml``) and the reading of returns.
"""

from orchestration.returns.query_list import write_query_lists
from orchestration.returns.receipts import write_receipts
from orchestration.returns.template import write_template

__all__ = ["write_query_lists", "write_receipts", "write_template"]
