"""Asset groups: the stages of the work, in order, and the team that owns each.

Put here the list. The group of a dbt model is stated in the dbt project, that of a Python asset where the asset is
defined. No asset depends on one of a later group, so that the asset graph reads from left to
right: a test holds both sides to that.
"""

OWNERS = {
    "reference": ["team:data-collection"],
    "landing": ["team:data-collection"],
    "gates": ["team:data-quality"],
    "staging": ["team:data-engineering"],
    "scope": ["team:data-engineering"],
    "linkage": ["team:data-linkage"],
    "outcomes": ["team:data-linkage"],
    "triage": ["team:children-missing-education"],
    "register": ["team:children-missing-education"],
    "evaluation": ["team:evaluation"],
    "publish": ["team:evaluation"],
}
"""Owners by group; the groups are in the order of the work."""
