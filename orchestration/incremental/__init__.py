"""Which steps of a run are due, and the ledger of steps that are done.

``fingerprints`` makes digests of files and program, ``step_inputs`` says what each step reads, ``ledger`` records what
was done from what, ``plan`` compares the two. Keep out what a step does.
"""
