"""The tables printed in the evaluation of the pilot (GSR 56/2026) do not pass the rules our tables must.

The figures are those of its Tables 5.1 and 6.1, typed in as printed; what was not printed is left out.
"""

TABLE_5_1 = [
    {"la_code": "total", "source": "nhs", "received": 67_768, "perfect": 54_393, "partial": 17_113, "unmatched": 4_523},
    {
        "la_code": "total",
        "source": "independent_school",
        "received": 756,
        "perfect": 808,
        "partial": 95,
        "unmatched": 237,
    },
    {
        "la_code": "total",
        "source": "total",
        "received": 93_024,
        "perfect": 63_039,
        "partial": 24_208,
        "unmatched": 5_700,
    },
]

TABLE_6_1 = [{"la_code": "total", "known_before": 348, "known_after": 2_631, "potential_identified": 5_386}]


def test_published_table_5_1_is_rejected(table_5_1_issues):
    issues = table_5_1_issues(TABLE_5_1)

    outcomes = {f for f in issues if f[2] == "in_scope_is_sum_of_outcomes"}
    assert outcomes == {
        # more outcomes than records received, in both columns
        ("total", "nhs", "in_scope_is_sum_of_outcomes", "in_scope", 67_768, 76_029),
        ("total", "independent_school", "in_scope_is_sum_of_outcomes", "in_scope", 756, 1_140),
        # and 77 records with no outcome in the total
        ("total", "total", "in_scope_is_sum_of_outcomes", "in_scope", 93_024, 92_947),
    }
    sources = {f[3:] for f in issues - outcomes}
    assert {f[2] for f in issues - outcomes} == {"sources_sum_to_total"}
    assert sources == {
        ("received", 68_524, 93_024),
        # in scope was not printed: all that was received counts as in scope
        ("in_scope", 68_524, 93_024),
        ("perfect", 55_201, 63_039),
        ("partial", 17_208, 24_208),
        ("unmatched", 4_760, 5_700),
    }


def test_an_explicit_row_for_what_was_not_broken_down_fixes_the_sources(table_5_1_issues):
    """One LA gave no split by source: said in a row of its own, the sources sum to the total."""
    not_broken_down = {
        "la_code": "total",
        "source": "not_broken_down",
        "received": 24_500,
        "perfect": 7_838,
        "partial": 7_000,
        "unmatched": 940,
    }
    rules = {issue[2] for issue in table_5_1_issues([*TABLE_5_1, not_broken_down])}
    # what remains is that outcomes are not those of the records received
    assert rules == {"in_scope_is_sum_of_outcomes"}


def test_published_table_6_1_is_rejected(table_6_1_issues):
    # 2,283 more cases afterwards, and no movement printed that would account for them
    assert table_6_1_issues(TABLE_6_1) == {("total", "after_is_before_and_movements", "known_after", 2_631, 348)}


def _two_las() -> list[dict]:
    """Two LAs, two sources and all totals, which add up."""

    def row(la: str, source: str, received: int, duplicate: int, perfect: int, unmatched: int) -> dict:
        in_scope = received - duplicate
        return {
            "la_code": la,
            "source": source,
            "received": received,
            "in_scope": in_scope,
            "duplicate": duplicate,
            "perfect": perfect,
            "unmatched": unmatched,
            "children": in_scope,
        }

    return [
        row("W06000001", "nhs", 10, 1, 8, 1),
        row("W06000001", "independent_school", 3, 0, 2, 1),
        row("W06000002", "nhs", 20, 2, 15, 3),
        row("W06000002", "independent_school", 1, 0, 1, 0),
        row("W06000001", "total", 13, 1, 10, 2),
        row("W06000002", "total", 21, 2, 16, 3),
        row("total", "nhs", 30, 3, 23, 4),
        row("total", "independent_school", 4, 0, 3, 1),
        row("total", "total", 34, 3, 26, 5),
    ]


def test_a_table_that_adds_up_has_no_issue(table_5_1_issues):
    assert table_5_1_issues(_two_las()) == set()


def test_each_rule_of_table_5_1_finds_its_issue(table_5_1_issues):
    def rules_after(change: dict, place: int) -> set[str]:
        rows = _two_las()
        rows[place] |= change
        return {issue[2] for issue in table_5_1_issues(rows)}

    assert "received_is_sum_of_dispositions" in rules_after({"received": 11}, 0)
    assert "in_scope_is_sum_of_outcomes" in rules_after({"unmatched": 2}, 0)
    assert rules_after({"children": 10}, 0) == {"children_within_records"}
    # a disposition moved to another within one cell: sums to the totals break, nothing else
    assert rules_after({"duplicate": 0, "unreadable": 1}, 0) == {
        "las_sum_to_total",
        "sources_sum_to_total",
    }
    assert "no_negative_count" in rules_after({"perfect": -1}, 0)


def test_a_missing_total_is_an_issue(table_5_1_issues):
    rows = [row for row in _two_las() if row["la_code"] != "total"]
    assert {issue[2] for issue in table_5_1_issues(rows)} == {"las_sum_to_total"}


def test_each_rule_of_table_6_1_finds_its_issue(table_6_1_issues):
    la = {
        "la_code": "W06000001",
        "known_before": 5,
        "closed": 2,
        "opened_by_exercise": 4,
        "opened_otherwise": 1,
        "transferred_in": 1,
        "transferred_out": 2,
        "known_after": 7,
        "potential_identified": 5,
        "confirmed_new": 1,
    }
    total = la | {"la_code": "total"}
    assert table_6_1_issues([la, total]) == set()
    assert {f[1] for f in table_6_1_issues([la | {"known_after": 8}, total | {"known_after": 8}])} == {
        "after_is_before_and_movements"
    }
    assert {f[1] for f in table_6_1_issues([la | {"confirmed_new": 6}, total | {"confirmed_new": 6}])} == {
        "confirmed_within_potential"
    }
    assert table_6_1_issues([la, total | {"potential_identified": 6}]) == {
        ("total", "las_sum_to_total", "potential_identified", 5, 6)
    }
