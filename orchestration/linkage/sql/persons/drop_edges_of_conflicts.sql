-- Within components that hold two children only the edges of the most certain rules are kept.
-- in:  person_labels, conflicting_persons
-- out: person_edges (rows removed)
delete from person_edges
where
    rule not in $kept_rules
    and a_node in (
        select node
        from person_labels
        where person in (select person from conflicting_persons)
    )
