"""Asset checks: which tool owns which rule, and what blocks.

- **Great Expectations** owns the rules at the door, on raw extracts as they came. A rule marked
  ``critical`` blocks all that depends on the source; the rest warns (``gates``).
- **dbt** owns every rule about what stands in the warehouse: keys, accepted values, the sums that must
  hold, and that linkage lost no record and linked one to one (tests of the staging models over linkage,
  which block all that is built on them). Its tests show as checks of the same assets; those of severity
  error block.

A check reports counts, rates and row numbers; never a value from a child's record.
"""
