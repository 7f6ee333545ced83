"""Pages and receipts that people read: the board of returns, the NHS page, linkage quality, the model card.

What a supplier reads is in Welsh and English, Welsh first. All of it holds counts, row numbers and names of fields,
never a child's name or any other value. Keep out workbooks (``excel``) and the working out of figures.
"""

from orchestration.reporting.board import write_board
from orchestration.reporting.nhs_quality import write_nhs_quality
from orchestration.reporting.receipts import write_receipts

__all__ = ["write_board", "write_nhs_quality", "write_receipts"]
