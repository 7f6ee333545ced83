"""Which record of a group of duplicates is kept."""

from __future__ import annotations

from orchestration.linkage.resolve.duplicates import Edge, choose_kept_records


def test_the_linked_record_is_kept():
    edges = [Edge("a", "b", None, "address_and_name")]
    assert choose_kept_records(edges, {"b"}) == [Edge("a", "b", None, "address_and_name")]


def test_of_two_unlinked_records_the_smaller_id_is_kept():
    edges = [Edge("a", "b", None, "x"), Edge("b", "a", None, "x")]
    assert choose_kept_records(edges, set()) == [Edge("b", "a", None, "x")]


def test_a_chain_points_to_one_kept_record():
    """c is like b and b like a: both are duplicates of a, and no duplicate points to a duplicate."""
    edges = [Edge("a", "b", None, "x"), Edge("b", "a", None, "x"), Edge("b", "c", None, "x"), Edge("c", "b", None, "x")]
    assert choose_kept_records(edges, set()) == [Edge("b", "a", None, "x"), Edge("c", "a", None, "x")]


def test_the_stronger_of_two_linked_records_is_taken():
    edges = [Edge("a", "b", 12.0, "x"), Edge("a", "c", 20.0, "y")]
    assert choose_kept_records(edges, {"b", "c"}) == [Edge("a", "c", 20.0, "y")]
