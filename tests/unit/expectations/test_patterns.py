"""The shapes of values: the contract's own examples, and what must not pass for them."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from expectations import patterns

SHAPES = {
    patterns.DATE: (
        [
            "03/09/2014",
            "2014-09-03",
            "3-Sep-2014",
            "03.09.14",
            "20140903",
            "3 September 2014",
            "41885",  # an Excel serial
            "41885.0",
            "3/9/2014",
            "03-09-2014",
            "2014-09-03 00:00:00",
            "2014-09-03T00:00:00",
            "03 SEPT 2014",
        ],
        [
            "09/23/2014",  # month first
            "32/01/2014",
            "2014-13-01",
            "20141301",
            "CF10 1AA",
            "Griffiths",
            "7",
            "A123456789012",
            "03/09",
            "3 Smarch 2014",
            "2014",
        ],
    ),
    patterns.BIRTH_DATE_BEFORE_2000: (
        ["03/09/1984", "1984-09-03", "03.09.84", "19840903", "3 September 1984", "30000"],
        ["03/09/2014", "2014-09-03", "03.09.14", "20140903", "3-Sep-2014", "41885", "not a date"],
    ),
    patterns.FIRST_OF_JANUARY: (
        ["01/01/2014", "1.1.14", "2014-01-01", "20140101", "1 January 2014", "01-Jan-2014"],
        ["11/01/2014", "01/11/2014", "2014-01-11", "2014-11-01", "20141101", "1 June 2014", "41640"],
    ),
    patterns.POSTCODE: (
        ["CF10 1AA", "cf101aa", "M1 1AA", "SW1A 1AA", "NP7  5AB", "ZZ99 3VZ"],
        ["CF10", "3 Heol Fawr", "CF10 1A", "1AA CF10", "03/09/2014", "CF10 1AA Cardiff"],
    ),
    patterns.POSTCODE_AS_STORED: (["CF10 1AA", "M1 1AA"], ["cf10 1aa", "CF101AA", "CF10  1AA"]),
    patterns.PLACEHOLDER_POSTCODE: (["ZZ99 3VZ", "zz993wz"], ["CF10 1AA", "Z1 1AA"]),
    patterns.NAME: (
        ["Jones", "ap Rhys", "O'Neill", "Siân", "Ŵyn-Jones", "محمد", "de la Tour", "Ng"],
        ["03/09/2014", "A123456789012", "12 Heol Fawr", "-", "'", "3 September 2014", "a@b.cymru"],
    ),
    patterns.UPN: (
        ["R201100018042", "r201100018042", "A12345678901B"],
        ["I201100018042", "R20110001804", "R2011000180421", "Jones"],
    ),
    patterns.SCHOOL_NUMBER: (["6814001", "681/4001", "681 4001"], ["4001", "CF10 1AA", "68140012"]),
    patterns.NC_YEAR: (["N1", "r", "1", "11", "14", "Year 7", "y10"], ["15", "2014-09-03", "C"]),
    patterns.ENROL_STATUS: (["C", "m", "S", "g"], ["X", "CM", "current"]),
    patterns.SUITABILITY: (
        ["Suitable", "UNSUITABLE", "not yet assessed", "not_yet_assessed"],
        ["yes", "not suitable yet", "assessed"],
    ),
    patterns.LA_CODE: (["W06000015", "E07000080", "S12000033"], ["681", "Cardiff", "W0600001"]),
}


@pytest.mark.parametrize("pattern", SHAPES, ids=lambda pattern: pattern[:24])
def test_shape_takes_what_it_should_and_nothing_else(pattern):
    right, wrong = SHAPES[pattern]
    assert [text for text in right if not re.search(pattern, text)] == []
    assert [text for text in wrong if re.search(pattern, text)] == []


@pytest.mark.parametrize("pattern", SHAPES, ids=lambda pattern: pattern[:24])
def test_both_engines_agree(pattern):
    """Text from the warehouse is searched with RE2; a column of objects with Python's ``re``."""
    texts = sorted({text for right, wrong in SHAPES.values() for text in right + wrong})
    arrow = pd.Series(texts, dtype="str").str.contains(pattern, regex=True).tolist()
    assert arrow == [bool(re.search(pattern, text)) for text in texts]
