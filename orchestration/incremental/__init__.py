"""Which steps of a run are due, and the ledger of completed steps.

``fingerprints`` makes digests of files and program, ``step_inputs`` lists what each step reads, ``ledger`` records what
was completed from which inputs, ``plan`` compares the two. Keep out what a step does.
"""
