"""Labels and lists of words."""

import pytest

from orchestration.domain.postcodes import is_postcode
from orchestration.domain.text import (
    NAME_PARTICLES,
    NAME_PREFIXES,
    NO_FORENAME_WORDS,
    PATRONYMICS,
    STREET_WORDS,
    fold_label,
    plain_label,
)


@pytest.mark.parametrize(
    ("label", "folded"),
    [("D.O.B.", "dob"), ("Côd_Post", "codpost"), ("\ufeffSurname", "surname"), ("Ｎａｍｅ", "name"), ("--", "")],
)
def test_a_label_is_folded(label, folded):
    assert fold_label(label) == folded


def test_a_plain_label_keeps_its_words():
    assert plain_label("Grŵp 7") == "grwp 7"


def test_the_lists_hold_single_folded_words_once():
    for words in (NAME_PARTICLES, NO_FORENAME_WORDS, STREET_WORDS):
        assert len(words) == len(set(words)) > 20
        assert [word for word in words if fold_label(word) != word] == []
    assert {*PATRONYMICS, *NAME_PREFIXES} < set(NAME_PARTICLES)
    assert {"heol", "road", "rhiw", "yr"} < set(STREET_WORDS)
    assert {"park", "ty", "caerdydd"} & set(STREET_WORDS) == set()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("cf10 1aa", True), ("CF10-1AA", True), ("Z1A1AB", True), ("CF10", False), ("CFI0 1AA", False), ("", False)],
)
def test_the_shape_of_a_postcode(text, is_one):
    assert is_postcode(text) is is_one
