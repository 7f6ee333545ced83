"""From scored pairs to proposed links: one to one over the whole graph, households, duplicates."""
