"""All Dagster code: assets, checks, jobs, schedules, sensors, partitions, resources, and running a job.

Beside this package only ``incremental`` and ``definitions`` import Dagster, and only ``cli`` and ``definitions`` import
this package; a test enforces both. Assets here are thin: the work is plain Python in the packages named after the
field's nouns, and SQL in the dbt project.
"""
