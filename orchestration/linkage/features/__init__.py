"""Features of the records that linkage compares: names, dates, places and spellings, prepared once."""
