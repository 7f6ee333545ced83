-- Surname parts that many records have. A shared Jones says little, a shared Llewellyn-Price says much; a part has no
-- term frequency of its own in Splink, so two classes stand in for it.
-- in:  left_records, right_records
-- out: common_surname_parts (a variable of the connection: a list)
set variable common_surname_parts = (
    with parts as (
        select unnest(sn_parts) as part
        from left_records
        union all
        select unnest(sn_parts) as part
        from right_records
    ),

    common_parts as (
        select part
        from parts
        group by part
        having count(*) >= greatest(20, {{ common_share }} * (select count(*) from parts))
    )

    select coalesce(list(part order by part), [])
    from common_parts
)
