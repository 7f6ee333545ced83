"""The command line, ``cme``: arguments, exit codes, and what a run prints.

Put here what a person types and reads in a terminal. Keep out the work of a command, which belongs to the package that
it is about.
"""
