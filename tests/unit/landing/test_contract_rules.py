"""The rules on rows and files: whole, in two languages, and one for each reason the loader may give."""

from __future__ import annotations

from orchestration.excel.query_lists import LEVELS, WELSH_FIELDS
from orchestration.landing.contract.rules import FLAG, REJECT, file_rules, row_rules
from orchestration.landing.file_status import ReasonCode
from orchestration.landing.readers import table


def test_rules_are_whole_and_in_two_languages():
    for code, rule in [*row_rules().items(), *file_rules().items()]:
        for words in (rule.wording_cy, rule.wording_en, rule.send_cy, rule.send_en):
            assert words.endswith(".") and words == words.strip(), code
        assert rule.wording_cy != rule.wording_en and rule.send_cy != rule.send_en
    for rule in row_rules().values():
        assert rule.level in (REJECT, FLAG) and rule.level in LEVELS
        assert rule.field == "UPN" or rule.field in WELSH_FIELDS


def test_every_reason_for_not_loading_a_file_has_words():
    assert set(ReasonCode) == set(file_rules())


def test_row_faults_of_the_readers_have_a_rule():
    when = " ".join(rule.when for rule in row_rules().values())
    for code in (table.TOO_FEW, table.TOO_MANY, table.UNREADABLE_ROW, table.TRUNCATED):
        assert f"row_fault = '{code}'" in when
