"""Receipts: one small text for each return, in Welsh and English.

A receipt says what came, when, how many rows can be used and how many are queried, in counts only. Keep out the queries
themselves (``excel.query_lists``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from orchestration.excel.query_lists import remove_others
from orchestration.landing.contract.rules import file_rules
from orchestration.quality.row_issues import Return, returns_received

FOLDER = "receipts"

_WELSH = {
    "title": "DERBYNNEB",
    "file": "Ffeil",
    "cycle": "Cylch",
    "received": "Derbyniwyd ar",
    "on_time": "erbyn y dyddiad cau",
    "late": "ar ôl y dyddiad cau",
    "not_loaded": "Nis llwythwyd",
    "to_do": "Beth i'w wneud",
    "rows": "Rhesi a dderbyniwyd",
    "usable": "Rhesi y gellir eu defnyddio",
    "queried": "Rhesi i'w holi",
    "list": "Mae'r ymholiadau yn y rhestr a anfonir gyda'r dderbynneb hon.",
}
_ENGLISH = {
    "title": "RECEIPT",
    "file": "File",
    "cycle": "Cycle",
    "received": "Received on",
    "on_time": "by the deadline",
    "late": "after the deadline",
    "not_loaded": "Not loaded",
    "to_do": "What to do",
    "rows": "Rows received",
    "usable": "Rows that can be used",
    "queried": "Rows to be queried",
    "list": "The queries are in the list sent with this receipt.",
}


def write_receipts(con: duckdb.DuckDBPyConnection, out_dir: Path, *, cycle: str) -> list[Path]:
    """Write ``<out_dir>/<cycle>/receipts/<source>/<file>.txt`` for each return that came; returns the paths.

    Receipts of files that no longer exist are removed. ``cycle`` must be the current one: raises ``BadInput``
    where it is not.
    """
    folder = Path(out_dir) / cycle / FOLDER
    written = []
    for received in returns_received(con, cycle=cycle):
        path = folder / received.source / name_of(received.source_file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(received, cycle), encoding="utf-8")
        written.append(path)
    remove_others(folder, "*.txt", written)
    return written


def name_of(source_file: str) -> str:
    """The name of the receipt of a file; a school's folder becomes part of it, so that no two files share a receipt."""
    return "_".join(source_file.split("/")[1:]) + ".txt"


def _text(received: Return, cycle: str) -> str:
    languages = ((_WELSH, "cy"), (_ENGLISH, "en"))
    return "\n\n".join(_part(received, cycle, words, language) for words, language in languages) + "\n"


def _part(received: Return, cycle: str, words: Mapping[str, str], language: str) -> str:
    """The receipt in one language."""
    when = received.received_on or ""
    if received.is_late is not None:
        when += f", {words['late' if received.is_late else 'on_time']}"
    values = {"file": received.source_file, "cycle": cycle, "received": when}
    if received.status != "loaded":
        rule = file_rules()[received.reason_code]
        values |= {"not_loaded": getattr(rule, f"wording_{language}"), "to_do": getattr(rule, f"send_{language}")}
    else:
        values |= {"rows": received.rows_received, "usable": received.rows_usable, "queried": received.rows_queried}
    lines = [words["title"], *(f"{words[key]}: {value}" for key, value in values.items())]
    if received.status == "loaded" and received.issues:
        lines.append(words["list"])
    return "\n".join(lines)
