"""Which education records are one person, and which must not be."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.linkage.features import prepare_features
from orchestration.linkage.persons import EDGE_RULES, STRONG_RULES, recognise_persons
from orchestration.linkage.settings import ALIAS_FILE


def persons_of(records: list[dict], make_table) -> set[frozenset[str]]:
    con = duckdb.connect()
    prepare_features(con, make_table([]), make_table(records), alias_file=ALIAS_FILE)
    recognise_persons(con)
    groups: dict[str, set[str]] = {}
    for record_id, person_id in con.execute("select record_id, person_id from persons").fetchall():
        groups.setdefault(person_id, set()).add(record_id)
    return {frozenset(group) for group in groups.values()}


def test_dual_registration_in_one_la_and_a_provision_are_one_person(make_record, make_table):
    name = ("Nant", "Elin", "2013-02-03", "ZA1 1AA")
    records = [
        make_record("a", "plasc", *name),
        make_record("b", "plasc", *name),
        make_record("c", "eotas", "Nant", "Ellen", "2013-02-03", "ZA1 1AA"),  # English form of the name
        make_record("d", "leaver", *name),  # evidence is no proof of education: never a person
    ]
    assert persons_of(records, make_table) == {frozenset("abc")}


def test_pupil_number_joins_two_las_across_a_move(make_record, make_table):
    records = [
        make_record("a", "plasc", "Nant", "Elin", "2013-02-03", "ZA1 1AA", upn="A1"),
        make_record("b", "plasc", "Nant-Price", "Elin", "2013-03-02", "ZQ9 9QQ", upn="A1", la_code="W06000022"),
    ]
    assert persons_of(records, make_table) == {frozenset("ab")}


def test_a_siblings_pupil_number_does_not_join_twins(make_record, make_table):
    records = [
        make_record("a", "plasc", "Nant", "Elin", "2013-02-03", "ZA1 1AA", upn="A1"),
        make_record("b", "eotas", "Nant", "Huw", "2013-02-03", "ZA1 1AA", upn="A1"),
    ]
    assert persons_of(records, make_table) == {frozenset("a"), frozenset("b")}


def test_different_pupil_numbers_keep_namesakes_apart(make_record, make_table):
    name = ("Nant", "Elin", "2013-02-03")
    records = [
        make_record("a", "plasc", *name, "ZA1 1AA", upn="A1"),
        make_record("b", "neighbouring", *name, "ZA1 2BB", upn="B2"),
    ]
    assert persons_of(records, make_table) == {frozenset("a"), frozenset("b")}


def test_a_return_without_numbers_does_not_chain_twins_of_different_numbers(make_record, make_table):
    """Theo is called by his twin's name; the return agrees with the twin in full, and with Theo in form."""
    records = [
        make_record("a", "plasc", "Nant", "Theo", "2013-02-03", "ZA1 1AA", upn="A1", preferred_forename="Oscar"),
        make_record("b", "eotas", "Nant", "Oscar", "2013-02-03", "ZA1 1AA", upn="B2"),
        make_record("c", "independent_school", "Nant", "Oscar", "2013-02-03", "ZA1 1AA"),
    ]
    assert persons_of(records, make_table) == {frozenset("a"), frozenset("bc")}


def test_a_common_name_does_not_join_two_las(make_record, make_table):
    """Five children of one name; two share a birth date, far apart: chance enough to keep them apart."""
    others = [make_record(f"x{i}", "plasc", "Nant", "Elin", f"201{i}-05-05", f"ZC{i} 1CC") for i in range(3)]
    pair = [
        make_record("a", "plasc", "Nant", "Elin", "2013-02-03", "ZA1 1AA"),
        make_record("b", "ehe", "Nant", "Elin", "2013-02-03", "ZQ9 9QQ"),
    ]
    assert frozenset("ab") not in persons_of(pair + others, make_table)
    assert frozenset("ab") in persons_of(pair, make_table)  # the same pair, the name being rare


def test_a_chain_through_a_third_record_does_not_join_twins(make_record, make_table):
    """Charlie stands for Charles and for Charlotte; the two are twins and stay apart."""
    records = [
        make_record("a", "plasc", "Nant", "Charles", "2013-02-03", "ZA1 1AA"),
        make_record("b", "eotas", "Nant", "Charlie", "2013-02-03", "ZA1 1AA"),
        make_record("c", "neighbouring", "Nant", "Charlotte", "2013-02-03", "ZA1 1AA"),
    ]
    assert not any({"a", "c"} <= group for group in persons_of(records, make_table))


@pytest.mark.parametrize("rule", EDGE_RULES, ids=lambda rule: rule.name)
def test_each_rule_says_why(rule):
    assert len(rule.why) > 20
    assert set(STRONG_RULES) <= {each.name for each in EDGE_RULES}
