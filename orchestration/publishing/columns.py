"""Which columns of which mart may leave the warehouse.

A list of what is allowed, so that a column that is added to a mart stays inside until somebody adds it
here. A name, an address, a date of birth, a UPN, a contact or a need never belongs in it.
"""

PUBLISHED_COLUMNS: dict[str, list[str]] = {
    "match_outcomes": [
        "cycle", "source", "source_file", "source_row", "la_code", "received_la_code", "record_id",
        "disposition", "outcome", "match_reason", "match_probability", "matched_source",
        "matched_file", "matched_row", "match_weight", "la_conflict", "duplicate_of", "child_id",
    ],
    "potential_cme": [
        "cycle", "child_id", "la_code", "basis", "source_file", "source_row", "triage_reason",
        "triage_step", "priority", "is_counted", "source", "record_id", "known_case_id", "triage_reasons",
        "neighbour_la_codes", "schools_not_returned", "school_share",
    ],
    "cme_register": [
        "cycle", "case_id", "child_id", "la_code", "status", "basis", "opened_by", "opened_date",
        "closed_date", "closure_reason", "closure_proposed", "days_missing", "duration_basis",
        "is_over_substantial_period",
    ],
    "records_matched": [
        "cycle", "la_code", "source", "received", "unreadable", "duplicate", "out_of_scope_age",
        "out_of_scope_area", "already_held", "suppressed", "in_scope", "perfect", "partial",
        "pending_review", "unmatched", "children", "participating_las",
    ],
    "cme_before_after": [
        "cycle", "la_code", "known_before", "closed", "opened_by_exercise", "opened_otherwise",
        "transferred_in", "transferred_out", "known_after", "potential_identified", "confirmed_new",
        "participating_las",
    ],
    "match_rates": [
        "cycle", "la_code", "source", "in_scope", "matched", "pending_review", "unmatched",
        "matched_percent", "unmatched_percent", "lowest_matched_percent", "highest_matched_percent",
        "lowest_unmatched", "highest_unmatched", "las_compared",
    ],
    "match_reasons": [
        "cycle", "la_code", "source", "outcome", "match_reason", "matched_source", "records",
    ],
    "returns_coverage": [
        "cycle", "la_code", "supplier_kind", "source", "supplier_code", "is_expected", "status",
        "received_at", "deadline", "files_received", "files_held", "rows_received", "rows_in_scope",
        "held_reason", "file_formats",
    ],
    "coverage_summary": [
        "cycle", "la_code", "supplier_kind", "expected", "received_on_time", "received_late",
        "not_received", "held", "not_on_a_list", "children_unexplained", "children_possibly_explained",
        "children_probably_explained", "participating_las",
    ],
    "dq_completeness": [
        "cycle", "source", "supplier_code", "field", "received", "given", "valid", "given_share",
        "valid_share",
    ],
    "dq_formats": ["cycle", "source", "supplier_code", "date_form", "has_time", "records", "share"],
    "dq_field_disagreement": ["cycle", "la_code", "field", "kind", "pairs", "pairs_compared", "share"],
    "nhs_feedback_summary": [
        "cycle", "la_code", "feedback_code", "records", "received", "share", "not_placed",
    ],
    "match_explanations": [
        "cycle", "source", "record_id", "matched_record_id", "matched_source", "outcome", "match_reason",
        "sequence", "comparison", "level", "level_en", "level_cy", "weight", "match_weight",
        "match_probability",
    ],
}
