"""All that Dagster sees: assets, checks, jobs, schedules, sensors, partitions, resources.

The only package, beside ``incremental`` and the command line that starts runs, which imports Dagster; a test says so.
Assets here are thin: the work is plain Python in the packages named after the field's nouns, and SQL in the dbt
project.
"""
