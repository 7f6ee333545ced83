"""The published set: what evaluators may read, built beside the old one and swapped in whole.

``columns`` lists what may be published, ``published_set`` builds and replaces the set.
"""
