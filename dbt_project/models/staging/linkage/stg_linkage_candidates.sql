select
    cycle,
    left_id,
    right_id,
    match_weight,
    prior_weight,
    mw_forename,
    forename_level,
    mw_surname,
    surname_level,
    mw_dob,
    dob_level,
    mw_place,
    place_level,
    mw_upn,
    upn_level
from {{ source('linkage', 'candidates') }}
