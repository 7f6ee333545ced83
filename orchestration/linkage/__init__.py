"""Linkage: which received record and which education record are the same child.

The entrances are ``link`` and ``train`` in run.py, which reads as the story of a link: features, model, persons, score
(over blocking and comparisons), resolve, decide, output. Tables that these hand to each other are declared in
tables.py, their SQL is in ``sql/``. Keep out Dagster and the warehouse: everything works on two Arrow tables and
returns Arrow tables; and how well it did, which is the package ``evaluation``.
"""
