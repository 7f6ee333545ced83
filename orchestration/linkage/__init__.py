"""Linkage: which received record and which education record are the same child.

Put here the plain Python and SQL of linkage, in the order of the work: prepare, blocking, comparisons,
model, predict, persons, resolve, household, duplicates, evidence, reasons, evaluate. Keep out Dagster
and the warehouse: everything works on two Arrow tables and returns Arrow tables.
"""
