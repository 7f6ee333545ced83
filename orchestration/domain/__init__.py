"""Knowledge of the field that several packages share, each piece once: authorities, sources, text rules, ids.

Put here what is true of the data whoever reads it. Where dbt needs the same rule, one of the two is made from the
other: a macro rendered for Python (``dbt_macros``), or a seed read by Python. Keep out anything that reads a landing
file or a table.
"""
