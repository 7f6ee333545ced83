"""Where tables and temporary rows are stored: the DuckDB warehouse, the run lock, databases in memory, disk space.

Keep out SQL about children, and the paths of files (``orchestration.paths``).
"""
