"""Folding of names and addresses, and the twin flag."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from orchestration.linkage.features import prepare_features
from orchestration.linkage.features.macros import create_macros
from orchestration.linkage.settings import ALIAS_FILE


@pytest.fixture(scope="module")
def con():
    con = duckdb.connect()
    create_macros(con)
    return con


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("fold_words('Siôn-O’Neill ')", "sion oneill"),
        ("fold_words('Łucja Grøn')", "lucja gron"),
        ("fold_words(' - ')", None),
        ("fold_name('Siôn Rhys-Jones')", "sionrhysjones"),
        ("fold_name('محمد')", "محمد"),  # a name in another script is a name
        ("fold_words('محمد علي')", "محمد علي"),
        ("surname_words('Mc Donald')", ["mcdonald"]),
        ("surname_words('O Brien')", ["obrien"]),
        ("surname_core(surname_words('ferch Rhys'))", ["rhys"]),
        ("surname_core(surname_words('Ab'))", ["ab"]),  # a particle alone is a surname
        ("surname_parts('de la Cruz-Evans')", ["cruz", "evans"]),
        ("surname_parts('ten Brink')", ["brink"]),
        ("named(words('Baby Girl'))", []),
        ("named(words('Baby Ella'))", ["ella"]),
        ("named(words('Twin 1'))", []),
        ("named(words('Triplet 2'))", []),
        ("named(words('NA'))", []),
        ("named(words('Babi Newborn'))", []),
        ("named(words('A'))", ["a"]),  # an initial is a forename
        ("street_word('14 Heol y Castell')", "castell"),
        ("street_word('14 Castell Road')", "castell"),
        ("street_word('3 Saint Mary Street')", "mary"),
        ("street_word('3 St Mary Av')", "mary"),
        ("street_word('2 Park Road')", "park"),  # the name of a street, though the same as parc
        ("street_text('Flat 2, 14 Castle Road')", "14 castle road"),
        ("street_part(['ty gwyn', 'mill lane', 'llan'])", "mill lane"),
        ("street_part(['12', 'castle road'])", "castle road"),
    ],
)
def test_folding(con, call, expected):
    assert con.execute(f"select {call}").fetchall() == [(expected,)]


def twins_of(records, make_table) -> set[str]:
    con = duckdb.connect()
    prepare_features(con, make_table(records), make_table([]), alias_file=ALIAS_FILE)
    return {row[0] for row in con.execute("select unique_id from left_features where twin").fetchall()}


def test_twins_share_birth_date_and_home_and_differ_in_forename(make_record, make_table):
    records = [
        make_record("a", "nhs", "Nant", "Elin", "2013-02-03", "ZA1 1AA"),
        make_record("b", "nhs", "Nant", "Huw", "2013-02-03", "ZA1 1AA"),
        make_record("same-child-again", "cme", "Nant", "Huw", "2013-02-03", "ZA1 1AA"),  # another collection
        make_record("sibling", "nhs", "Nant", "Mair", "2015-02-03", "ZA1 1AA"),
        make_record("c", "nhs", "Price", "Non", "2014-01-02", "ZA2 1AA"),
        make_record("repeat", "nhs", "Price", "Non", "2014-01-02", "ZA2 1AA"),  # one child twice is no twin
        make_record("d", "nhs", "Rees", "Ann", "2014-01-02", "ZA3 1AA"),
        make_record("unnamed", "nhs", "Rees", "Baby", "2014-01-02", "ZA3 1AA"),  # a missing forename may be a twin's
    ]
    assert twins_of(records, make_table) == {"a", "b", "d", "unnamed"}


def test_faults_of_the_input_are_named_together_without_values(make_table):
    con = duckdb.connect()
    repeated = pa.table({"record_id": ["nhs-1", "nhs-1"], "kind": ["nhs", "nhs"]})
    with pytest.raises(ValueError) as error:
        prepare_features(con, repeated, pa.table({"surname": ["Nant"]}), alias_file=ALIAS_FILE)
    assert "left: 1 record ids are repeated" in str(error.value)
    assert "right: missing columns kind, record_id" in str(error.value)
    assert "nhs-1" not in str(error.value) and "Nant" not in str(error.value)
