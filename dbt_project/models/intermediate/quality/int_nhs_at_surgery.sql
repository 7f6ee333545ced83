-- NHS records at a general practice's address, whatever became of them.
{{ records_at_surgery(ref('stg_nhs')) }}
