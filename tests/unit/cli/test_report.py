"""What the run prints."""

from orchestration.cli.report import nhs_lists_not_counted, text_table


def test_numbers_stand_right_with_thousands_and_words_left():
    table = text_table(["Name", "Count"], [["Powys", 15900], ["Ynys Môn", 8]])
    assert table.splitlines() == [
        "Name       Count",
        "--------  ------",
        "Powys     15,900",
        "Ynys Môn       8",
    ]


def test_a_missing_figure_is_a_dash_not_a_zero():
    assert text_table(["A", "B"], [["x", None], ["y", 0]]).splitlines()[2:] == ["x  -", "y  0"]


def test_authorities_whose_nhs_list_did_not_count_are_named_with_the_reason():
    assert nhs_lists_not_counted([]) == ""
    text = nhs_lists_not_counted([("Powys", "held"), ("Ynys Môn", "not received")])
    assert "Powys (held), Ynys Môn (not received)" in text
