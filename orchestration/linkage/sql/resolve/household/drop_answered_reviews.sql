-- A review of the same child or of the same person is answered by the household link.
-- in:  household_links
-- out: links (rows removed)
delete from links
where
    decision = 'review'
    and (
        left_id in (select left_id from household_links)
        or (left_kind, person_id) in (select (left_kind, person_id) from household_links)
    )
