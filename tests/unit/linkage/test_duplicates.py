"""Which record of a group of duplicates is kept."""

from __future__ import annotations

from orchestration.linkage.resolve.duplicates import _resolve


def test_the_linked_record_is_kept():
    edges = [("a", "b", None, "address_and_name")]
    assert _resolve(edges, {"b"}) == [("a", "b", None, "address_and_name")]


def test_of_two_unlinked_records_the_smaller_id_is_kept():
    edges = [("a", "b", None, "x"), ("b", "a", None, "x")]
    assert _resolve(edges, set()) == [("b", "a", None, "x")]


def test_a_chain_points_to_one_kept_record():
    """c is like b and b like a: both are duplicates of a, and no duplicate points to a duplicate."""
    edges = [("a", "b", None, "x"), ("b", "a", None, "x"), ("b", "c", None, "x"), ("c", "b", None, "x")]
    assert _resolve(edges, set()) == [("b", "a", None, "x"), ("c", "a", None, "x")]


def test_the_stronger_of_two_linked_records_is_taken():
    edges = [("a", "b", 12.0, "x"), ("a", "c", 20.0, "y")]
    assert _resolve(edges, {"b", "c"}) == [("a", "c", 20.0, "y")]
