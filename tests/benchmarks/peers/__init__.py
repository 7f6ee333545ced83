"""The project's linkage beside other ways of doing the same, on the same records, in one run.

Put here one module a method (``project``, ``splink_docs``, ``ecm``, ``match_keys``, ``fuzzy_lookup``), what
gives them their records (``data``), and what judges them (``judge``). Keep out anything that helps one
method only: all read the same files, and no method sees the truth. This file imports nothing, because
methods also run in an environment that does not have the project's packages.
"""
