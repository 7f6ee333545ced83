{{ config(meta={'dagster': {'ref': {'name': 'cme_before_after'}}}) }}
-- After = before and movements; confirmed within potential; LAs sum to the total.
{{ table_6_1_issues(ref('cme_before_after')) }}
