-- Records that may be shown beside a child: none of a child whom the list of suppressions reaches.
-- in:  records, intermediate.int_suppression_reach
-- out: showable (temp), one row a record
create or replace temp table showable as
select record_id
from records
where record_id not in (select record_id from intermediate.int_suppression_reach)
