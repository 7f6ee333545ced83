"""Settings files: what is read of them, and each issue with its key, what was expected and the remedy, but no value."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import AfterValidator, Field

from orchestration.errors import BadInput
from orchestration.landing.contract.toml_file import TomlTable, issue_found, read_toml


def _even(number: int) -> int:
    if number % 2:
        raise issue_found("an even number was expected", "Add one.")
    return number


class Inner(TomlTable):
    share: float = Field(0.5, ge=0, le=1, description="a share from 0 to 1", examples=["share = 0.5"])
    flag: bool = False
    numbers: list[int] = []


class Outer(TomlTable):
    name: str = Field(description="a name", examples=['name = "x"'])
    inner: Inner = Field(Inner(), examples=["[inner] and below it flag = true"])
    pages: dict[str, Annotated[int, AfterValidator(_even)]] = {}


@pytest.fixture
def read(tmp_path):
    def run(text: str | bytes, kind=Outer):
        path = tmp_path / "settings.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_toml(path, kind, example='name = "x"')

    return run


def _issues(read, text, kind=Outer) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(text, kind)
    return caught.value.issues


def test_what_is_left_out_has_its_default_and_a_whole_number_may_stand_for_a_share(read):
    assert read('\ufeffname = "a"\n[inner]\nshare = 1\n') == Outer(name="a", inner=Inner(share=1.0))


def test_a_file_may_be_a_table_of_tables(read):
    assert read("[a]\nflag = true\n[b]\n", dict[str, Inner]) == {"a": Inner(flag=True), "b": Inner()}
    assert _issues(read, "[a]\nflags = true\n", dict[str, Inner]) == [
        'settings.toml, column a.flags: one of share, flag, numbers was expected. Name one of them. Write name = "x".'
    ]


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("", 'column name: a name was expected. Write name = "x".'),
        ("name = 5", 'column name: a name was expected. Write name = "x".'),
        (
            'name = "a"\nnames = "Zzyzx"',
            'column names: one of name, inner, pages was expected. Name one of them. Write name = "x".',
        ),
        ('name = "a"\ninner = 3', "column inner: a table was expected. Write [inner] and below it flag = true."),
        (
            'name = "a"\n[inner]\nflag = "Zzyzx"',
            "column inner.flag: true or false was expected. Write [inner] and below it flag = true.",
        ),
        ('name = "a"\n[inner]\nshare = 95', "column inner.share: a share from 0 to 1 was expected. Write share = 0.5."),
        (
            'name = "a"\n[inner]\nshare = true',
            "column inner.share: a share from 0 to 1 was expected. Write share = 0.5.",
        ),
        (
            'name = "a"\n[inner]\nnumbers = [1, "Zzyzx"]',
            "column inner.numbers[1]: a whole number was expected. Write [inner] and below it flag = true.",
        ),
        (
            'name = "a"\n[pages]\n"D.O.B. of pupil" = 3',
            'column pages."D.O.B. of pupil": an even number was expected. Add one.',
        ),
    ],
)
def test_each_issue_names_its_key_what_was_expected_and_the_remedy(read, text, issue):
    assert _issues(read, text) == [f"settings.toml, {issue}"]


def test_all_issues_come_together_and_none_quotes_a_value(read):
    issues = _issues(
        read, 'name = 7731\nother = 7732\n[inner]\nflag = 7733\nshare = 7734\n[pages]\na = 7735\nb = "7736"\n'
    )
    assert len(issues) == 6
    assert not any("773" in issue for issue in issues)


def test_a_key_that_is_very_long_or_of_two_lines_is_shown_short(read):
    (issue,) = _issues(read, f'name = "a"\n[pages]\n"a\\nb{"c" * 99}" = 1\n')
    assert issue.startswith('settings.toml, column pages."a bccc') and len(issue) < 150


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = Zzyzx", "not readable at line 1, column 8"),
        ('name = "a"\nname = "Zzyzx"', "not readable at end of document"),
        ("[inner]\n[inner]\n", "not readable at line 2"),
        (b'name = "\xe2Zzyzx"', "this is not UTF-8"),
    ],
)
def test_what_is_no_toml_is_placed_without_quoting_it(read, text, said):
    (issue,) = _issues(read, text)
    assert said in issue and "Zzyzx" not in issue and "TOML in UTF-8 was expected" in issue
