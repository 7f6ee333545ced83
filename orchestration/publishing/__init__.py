"""The published set: what evaluators may read, built beside the old one and swapped in whole."""
