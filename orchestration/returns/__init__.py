"""What goes back to those who send returns: a template to fill in, queries on rows, receipts, a page on quality.

What a supplier reads is in Welsh and English, Welsh first; the board, for whoever chases returns, is in English.
All of it holds counts, row numbers and names of fields, never a child's name or any other value. Keep out the
rules themselves (``landing/row_rules.toml``, ``landing/file_rules.toml``) and the reading of returns.
"""

from orchestration.returns.board import write_board
from orchestration.returns.nhs_quality import write_nhs_quality
from orchestration.returns.query_list import write_query_lists
from orchestration.returns.receipts import write_receipts
from orchestration.returns.template import write_template

__all__ = ["write_board", "write_nhs_quality", "write_query_lists", "write_receipts", "write_template"]
