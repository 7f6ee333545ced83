-- The edges as pairs of nodes, whatever rule gave them.
-- in:  person_edges
select distinct
    a_node,
    b_node
from person_edges
