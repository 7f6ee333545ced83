"""Each piece of knowledge of the field stands in one place: a second copy, which would drift, fails here.

A copy is looked for by its form (the pattern of a postcode, an md5) or by its words (a literal list that holds several
of those that the owner lists). Whoever needs a list or a rule reads it from its owner.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from orchestration.domain.authorities import WELSH_AUTHORITIES
from orchestration.domain.dbt_macros import seed_rows
from orchestration.domain.sources import LANDING_SOURCES
from orchestration.domain.text import NAME_PARTICLES, STREET_WORDS

ROOT = Path(__file__).resolve().parents[3]
SEARCHED = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder, ending in (
        ("orchestration", "py"),
        ("orchestration", "sql"),
        ("expectations", "py"),
        ("dbt_project", "sql"),
    )
    for path in (ROOT / folder).rglob(f"*.{ending}")
    if "target" not in path.parts
}

_QUOTED_LIST = re.compile(r"'[^'\n]+'(?:\s*,\s*'[^'\n]+')+")
_ALTERNATIVES = re.compile(r"[\w/ -]+(?:\|[\w/ -]+)+")


@dataclass(frozen=True)
class Knowledge:
    """What has one owner. ``form`` is a pattern of a copy; or a list is one that has ``at_least`` of the ``words``.

    ``excused`` are other paths that may have it, each with the reason; ``copy`` is a line that would be a second copy.
    """

    name: str
    owner: str
    copy: str
    form: str | None = None
    words: frozenset[str] = field(default=frozenset(), repr=False)
    at_least: int = 0
    excused: dict[str, str] = field(default_factory=dict)

    def is_copied_in(self, path: str, text: str) -> bool:
        if self.form is not None:
            return re.search(self.form, text) is not None
        return any(len(self.words & group) >= self.at_least for group in _lists_of_words(path, text))


def _lists_of_words(path: str, text: str) -> Iterator[set[str]]:
    """The words of each literal collection, and of each list or pattern of alternatives within a text."""
    texts = [text]
    if path.endswith(".py"):
        texts = []
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
                items = node.keys if isinstance(node, ast.Dict) else node.elts
                yield {item.value.casefold() for item in items if isinstance(item, ast.Constant) and _is_text(item)}
            elif isinstance(node, ast.Constant) and _is_text(node):
                texts.append(node.value)
    for one in texts:
        yield from (
            {word.casefold() for word in re.findall(r"'([^']+)'", found)} for found in _QUOTED_LIST.findall(one)
        )
        yield from ({word.strip().casefold() for word in found.split("|")} for found in _ALTERNATIVES.findall(one))


def _is_text(node: ast.Constant) -> bool:
    return isinstance(node.value, str)


def _phrases(meaning: str) -> frozenset[str]:
    return frozenset(row["phrase"] for row in seed_rows("placeholder_phrases") if row["meaning"] == meaning)


OWNED = [
    Knowledge(
        "the shape of a postcode",
        owner="dbt_project/macros/postcode.sql",
        copy=r"RE = '^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$'",
        form=r"(?i)\[a-z(?:a-z)?\]\{+1,2\}+(?:\[0-9|\\+d)",
    ),
    Knowledge(
        "the folding of names in SQL",
        owner="dbt_project/macros/text.sql",
        copy="sql = \"regexp_replace(lower(strip_accents(surname)), '[^a-z]', '', 'g')\"",
        form="strip_accents|łøđ",
    ),
    Knowledge(
        "the folding of labels in Python",
        owner="orchestration/domain/text.py",
        copy="unicodedata.normalize('NFKD', text)",
        form=r"\bunicodedata\b|\bNFK?[CD]\b",
        excused={"orchestration/synthetic/slips.py": "loses accents as a careless supplier does"},
    ),
    Knowledge(
        "the making of ids",
        owner="dbt_project/macros/ids.sql",
        copy="sql = \"'child-' || substr(md5(record_id), 1, 16)\"",
        form=r"(?i)\bmd5\b",
        excused={"orchestration/landing/overlap_sql.py": "draws a sample by it; makes no id"},
    ),
    Knowledge(
        "the list of sources",
        owner="dbt_project/macros/landing_sources.sql",
        copy='LISTS = ("plasc", "ehe", "eotas", "ooc", "neighbouring")',
        words=frozenset({name for source in LANDING_SOURCES.values() for name in (source.name, source.kind)}),
        at_least=5,
        excused={
            "orchestration/reporting/board.py": "what each is called on the page; test_sources holds it to the list",
            "orchestration/excel/work_lists/words.py": "what each is called for officers; likewise",
        },
    ),
    Knowledge(
        "words for nothing given",
        owner="dbt_project/seeds/placeholder_phrases.csv",
        copy='NOTHING = ("", "-", "n/a", "unknown", "TBC")',
        words=_phrases("no_value"),
        at_least=3,
    ),
    Knowledge(
        "words for a child not yet named",
        owner="dbt_project/seeds/placeholder_phrases.csv",
        copy="sql = \"forename not in ('baby', 'twin', 'boy')\"",
        words=_phrases("not_yet_named"),
        at_least=3,
    ),
    Knowledge(
        "particles of surnames",
        owner="dbt_project/macros/full_name.sql",
        copy="PATTERN = 'van|von|der|ap|ab'",
        words=frozenset(NAME_PARTICLES),
        at_least=4,
    ),
    Knowledge(
        "kinds of street",
        owner="dbt_project/macros/address.sql",
        copy='STREETS = ["road", "street", "heol", "lane", "close"]',
        words=frozenset(STREET_WORDS),
        at_least=5,
        excused={"orchestration/domain/text.py": "those with one word, which no address is compared by"},
    ),
    Knowledge(
        "the authorities",
        owner="dbt_project/seeds/local_authorities.csv",
        copy='LAS = {"W06000001": 1, "W06000002": 2, "W06000003": 3, "W06000004": 4}',
        words=frozenset(code.casefold() for code in WELSH_AUTHORITIES),
        at_least=4,
    ),
    Knowledge(
        "the names of the authorities",
        owner="dbt_project/seeds/local_authorities.csv",
        copy='NAMES = ["Cardiff", "Swansea", "Newport", "Powys"]',
        words=frozenset(name.casefold() for names in WELSH_AUTHORITIES.values() for name in names[1:]),
        at_least=4,
    ),
]


@pytest.mark.parametrize("knowledge", OWNED, ids=lambda knowledge: knowledge.name)
def test_no_second_copy(knowledge):
    assert (ROOT / knowledge.owner).is_file()
    copies = {path for path, text in SEARCHED.items() if knowledge.is_copied_in(path, text)}
    assert copies - {knowledge.owner, *knowledge.excused} == set(), f"{knowledge.name}: read {knowledge.owner}"


@pytest.mark.parametrize("knowledge", OWNED, ids=lambda knowledge: knowledge.name)
def test_a_second_copy_would_be_found(knowledge):
    assert knowledge.is_copied_in("orchestration/second.py", knowledge.copy)


@pytest.mark.parametrize("knowledge", OWNED, ids=lambda knowledge: knowledge.name)
def test_whoever_is_excused_needs_it(knowledge):
    assert [path for path in knowledge.excused if not knowledge.is_copied_in(path, SEARCHED.get(path, ""))] == []
