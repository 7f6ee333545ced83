"""Where tables and temporary rows are kept: the DuckDB warehouse, its lock, databases in memory, room on the disk.

Keep out SQL about children, and which file lies where (``orchestration.paths``).
"""
