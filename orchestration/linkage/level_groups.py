"""Comparison levels that mean the same to a decision, by what they say of two records.

Put here a group of levels that two steps read, or that a rule of safety rests on. Keep out the levels themselves
(comparisons.py) and the rules (decide/, resolve/).
"""

from __future__ import annotations

# Forenames so different that they may be those of two children; NULL (missing) is treated apart.
CONFLICT_LEVELS = ("similar_70", "else")
# Forenames that are the same, and so tell a child from its twin. Forms of one name do not: Ellie may be
# short for Eleanor, and may be her sister.
NAMED_LEVELS = ("full", "other_middle", "first", "swapped")
# Spelt alike, yet perhaps two names: Elin and Elan, Daniel and Daniela.
LOOKALIKE_LEVELS = ("similar_92", "similar_84")
# Places near enough to be one home; a child without a forename needs one, and the family's name.
HOME_LEVELS = ("postcode_house", "house_street_outcode", "postcode", "postcode_one_letter", "house_street")
