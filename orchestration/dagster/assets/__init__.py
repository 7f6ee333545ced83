"""Dagster assets, one module for each stage, in the order of the work.

An asset here fetches, calls, writes and reports, in a few lines. The work is plain Python in the
packages named after the field's nouns, and SQL in the dbt project; put it there, where a test can
call it without Dagster. What an asset reports is counts, rates and seconds: Dagster's pages have no
login, so no value from a child's record may reach them.
"""
