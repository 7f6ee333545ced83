"""Why a record was linked, held or left: a closed list, shared by Python, SQL and the register.

Put here the reasons and the one place that derives them from comparison levels. Keep out decisions:
a reason describes a link that was already decided.
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


def accepted_reason_sql(prefix: str = "") -> str:
    """SQL giving the reason of an accepted link from its comparison levels (columns ``*_level``).

    The order is from the plainest account to the least: what differs is named before the residue
    ``combined_evidence`` is used. ``prefix`` qualifies the columns, for example ``'c.'``.
    """
    p = prefix
    same_forename = f"{p}forename_level in ('full', 'first', 'other_middle')"
    same_surname = f"{p}surname_level = 'exact'"
    same_birth = f"{p}dob_level in ('exact', 'exact_default')"
    same_place = f"{p}place_level in ('postcode_house', 'house_street_outcode', 'postcode', 'house_street')"
    return f"""case
        when {p}forename_level = 'swapped' or {p}surname_level = 'swapped' then 'names_swapped'
        when {p}dob_level is null or not ({same_birth}) then
            case when {same_forename} and {same_surname} then 'birth_date_differs'
                 else 'combined_evidence' end
        when {same_forename} and {same_surname} then
            case when {same_place} then 'address_and_name' else 'name_and_birth_date' end
        when {same_surname} and {p}forename_level is not null then 'name_variant'
        when {same_forename} and {p}surname_level in ('shared_rare', 'shared_common', 'similar_92')
            then 'name_variant'
        when {same_forename} then 'surname_changed'
        else 'combined_evidence'
    end"""
