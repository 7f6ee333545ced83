"""Why a record was linked, held or left: a closed list, shared by Python, SQL and the register.

Put here the reasons. Keep out decisions: a reason describes a link that was already decided. Which reason an accepted
link has by its comparison levels is in sql/decide/accepted_reason.sql.
"""

from __future__ import annotations

from enum import StrEnum


class Accepted(StrEnum):
    EXACT_ALL_FIELDS = "exact_all_fields"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    NAME_VARIANT = "name_variant"
    SURNAME_CHANGED = "surname_changed"
    NAMES_SWAPPED = "names_swapped"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    ADDRESS_AND_NAME = "address_and_name"
    HOUSEHOLD = "household"
    COMBINED_EVIDENCE = "combined_evidence"
    PERSON_DECISION = "person_decision"


class Review(StrEnum):
    TWIN_CONFLICT = "twin_conflict"
    CLOSE_RIVALS = "close_rivals"
    WEAK_EVIDENCE = "weak_evidence"


class Unmatched(StrEnum):
    NO_CANDIDATE = "no_candidate"
    BELOW_THRESHOLD = "below_threshold"
    CANDIDATE_TAKEN = "candidate_taken"
    REJECTED_BY_PERSON = "rejected_by_person"


ALL_REASONS = tuple(str(reason) for kind in (Accepted, Review, Unmatched) for reason in kind)
