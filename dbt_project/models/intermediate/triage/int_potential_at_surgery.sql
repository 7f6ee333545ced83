-- Children recorded at a general practice's address.
{{ records_at_surgery(ref('int_potential_children')) }}
