-- A duplicate has no link of its own: it follows the record that it repeats.
-- in:  duplicates
-- out: links (rows removed)
delete from links
where left_id in (select left_id from duplicates)
