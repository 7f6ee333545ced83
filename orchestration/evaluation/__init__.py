"""How well linkage did, measured, drawn and written down.

Put here measures over a finished cycle, their charts, the page and the model card. Keep out linking
itself (``linkage``), counts that the marts give (``dbt_project/models/marts``) and Dagster. Nothing here
returns or writes a name, a birth date, an address or a pupil number.
"""
