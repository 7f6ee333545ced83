{{ config(meta={'dagster': {'ref': {'name': 'records_matched'}}}) }}
-- Received = sum of dispositions; in scope = sum of outcomes; LAs and sources sum to the totals;
-- children within records.
{{ table_5_1_issues(ref('records_matched')) }}
