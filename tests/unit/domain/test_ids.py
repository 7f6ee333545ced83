"""What ids look like. Decisions hang on them, so their values are written down here and may not change by accident."""

import duckdb
import pytest

from orchestration.domain.ids import child_id_sql, is_child_id, person_id_sql, record_id_sql


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("nhs", "nhs-7aeaf05aeb1e54f3"),
        ("cme_register", "cme-7aeaf05aeb1e54f3"),
        ("independent_schools", "independent_school-7aeaf05aeb1e54f3"),
    ],
)
def test_the_id_of_a_record_is_of_its_place(source, expected):
    row = "select '2025-annual' as cycle, 'nhs/W06000015.csv' as source_file, 7 as source_row"
    assert duckdb.sql(f"select {record_id_sql(source)} from ({row})").fetchall() == [(expected,)]


def test_the_ids_of_a_child_and_of_a_person_are_of_a_record():
    made = duckdb.sql(f"select {child_id_sql('id')}, {person_id_sql('id')} from (select 'nhs-1' as id)").fetchall()
    assert made == [("child-eefeb643f0e8ef84", "person-eefeb643f0e8ef84")]
    assert is_child_id(made[0][0]) and not is_child_id(made[0][1])
