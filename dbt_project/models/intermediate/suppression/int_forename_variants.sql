select distinct
    one.forename_key,
    other.forename_key as other_key
from {{ ref('forename_aliases') }} as one
inner join {{ ref('forename_aliases') }} as other on one.alias_group = other.alias_group
