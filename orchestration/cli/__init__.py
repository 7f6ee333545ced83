"""The command line, ``cme``: one function a command, and what a run prints.

Put here the reading of arguments, exit codes and text for a terminal. Keep out the work of a command, which belongs
to the package that it is about.
"""
