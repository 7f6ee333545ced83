"""Which proposed links are accepted, held for a person or dropped, and why."""
