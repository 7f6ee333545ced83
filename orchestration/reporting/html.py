"""What the project's own pages share: their look, their tables, the document around them.

Put here what two pages need. Keep out what a page says, and the look of Great Expectations' pages
(``quality.offline``). A page is one file that loads nothing: no script, font or picture.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from urllib.parse import quote

from orchestration.paths import DBT_PROJECT_DIR

_SHARE = re.compile(r"([<>] )?[\d.]+ %")
LA_FILE = DBT_PROJECT_DIR / "seeds" / "local_authorities.csv"

GOOD, DOUBTFUL, BAD = "good", "doubtful", "bad"

STYLE = """body{font:15px/1.5 'Segoe UI',Helvetica,Arial,sans-serif;color:#1b2733;max-width:62rem;margin:2rem auto;padding:0 1rem}
body.wide{max-width:84rem}.wide table{width:100%}.fixed{table-layout:fixed}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem;border-bottom:1px solid #dde3e9}
table{border-collapse:collapse;margin:.6rem 0 1.2rem;font-size:.88rem}th,td{padding:.2rem .7rem;border-bottom:1px solid #dde3e9;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.note{background:#fff6dd;border-left:4px solid #e0a21b;padding:.6rem 1rem}
.good{color:#2f7d5b}.doubtful{color:#8a5a00}.bad{color:#b3261e;font-weight:600}.good,.doubtful,.bad{white-space:nowrap}a{color:#1f6fb2}
svg{max-width:100%;height:auto;border:1px solid #dde3e9;border-radius:6px;margin:.5rem 0}summary{cursor:pointer;font-weight:600;margin:.5rem 0}"""


@dataclass(frozen=True)
class Link:
    """Words that lead to a file beside the page, or to a place (``#place``) in it."""

    words: str
    to: str


@dataclass(frozen=True)
class Verdict:
    """Words with a colour: ``GOOD``, ``DOUBTFUL`` or ``BAD``. The words say it without the colour."""

    words: str
    look: str


@dataclass(frozen=True)
class Lines:
    """Words on lines of their own, as in two languages."""

    words: Sequence[str]


Value = str | int | float | bool | Link | Verdict | Lines | None


@cache
def la_names() -> dict[str, str]:
    """Name of each local authority by its code, from the project's own list."""
    with LA_FILE.open(encoding="utf-8", newline="") as handle:
        return {row["lad_cd"]: row["name_en"] for row in csv.DictReader(handle)}


def share(value: float | None) -> str:
    """A share of 0 to 1 as per cent; a share that is not quite all is never shown as all, nor one above nought as none."""
    if value is None:
        return ""
    rounded = round(100 * value, 1)
    if rounded in (0, 100) and value not in (0, 1):
        return "> 99.9 %" if rounded else "< 0.1 %"
    return f"{rounded:.1f} %"


def html_table(rows: Iterable[Mapping[str, Value]], *, widths: Sequence[int] = ()) -> str:
    """A table of values; headings are the names with underscores opened, figures stand to the right.

    ``widths`` of the columns, in per cent, where tables that follow one another are to line up.
    """
    rows = list(rows)
    if not rows:
        return "<p>None.</p>"
    head = "".join(
        f"<th{' class=n' if any(_is_figure(row[name]) for row in rows) else ''}>{escape(name.replace('_', ' '))}</th>"
        for name in rows[0]
    )
    body = "".join("<tr>" + "".join(map(_cell, row.values())) + "</tr>" for row in rows)
    columns = f"<colgroup>{''.join(f'<col style=width:{width}%>' for width in widths)}</colgroup>" if widths else ""
    return (
        f"<table{' class=fixed' if widths else ''}>{columns}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def document(title: str, parts: Iterable[str], *, language: str = "en-GB", wide: bool = False) -> str:
    """The whole page around its parts, which are HTML; ``title`` is plain text and the first heading."""
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<style>{STYLE}</style></head><body{' class=wide' if wide else ''}><h1>{escape(title)}</h1>{''.join(parts)}</body></html>\n"
    )


def _is_figure(value: Value) -> bool:
    if isinstance(value, str):
        return _SHARE.fullmatch(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: Value) -> str:
    if isinstance(value, Link):
        return f"<td><a href='{quote(value.to, safe='/#')}'>{escape(value.words)}</a></td>"
    if isinstance(value, Verdict):
        return f"<td class={value.look}>{escape(value.words)}</td>"
    if isinstance(value, Lines):
        return f"<td>{'<br>'.join(map(escape, value.words))}</td>"
    if isinstance(value, bool):
        return f"<td>{'yes' if value else 'no'}</td>"
    if value is None:
        return "<td></td>"
    words = f"{value:.6g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else escape(value)
    return f"<td class=n>{words}</td>" if _is_figure(value) else f"<td>{words}</td>"
