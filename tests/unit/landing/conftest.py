"""Files of every form, made from the same rows. All people are invented, and so are the postcodes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import openpyxl
import pytest

from orchestration.landing import Cycle, LoadReport, load_cycle, load_source, read_cycle

NOW = dt.datetime(2025, 5, 21, 8, 0, tzinfo=dt.UTC)
CYCLE = "annual-2025"
CARDIFF, POWYS = "W06000015", "W06000023"

NHS_HEADINGS = ["SURNAME", "FORENAMES", "DATE_OF_BIRTH", "ADDRESS_LINE_1", "POSTCODE"]


def csv_bytes(rows, *, delimiter=",", encoding="utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows, *, sheets=()) -> bytes:
    """A workbook; ``sheets`` are (title, rows) that stand before the one with ``rows``."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, cells in (*sheets, ("Pupils", rows)):
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx_bytes(*tables) -> bytes:
    """A Word document; a cell is text, or (text, XML for its properties)."""
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def cell(value):
        text, properties = value if isinstance(value, tuple) else (value, "")
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{escape(str(text))}</w:t></w:r></w:p></w:tc>"

    def table(rows):
        return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, r))}</w:tr>" for r in rows) + "</w:tbl>"

    body = "<w:p><w:r><w:t>Our pupils</w:t></w:r></w:p>" + "<w:p/>".join(map(table, tables))
    return zip_bytes({"word/document.xml": f"<w:document {ns}><w:body>{body}</w:body></w:document>"})


def zip_bytes(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def eml_bytes(*, html=None, text=None, attachment=None, charset="utf-8") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Return", "office@school.example", "la@council.example"
    message.set_content(text or "Please see below.", charset=charset)
    if html:
        message.add_alternative(html, subtype="html", charset=charset)
    if attachment:
        name, data = attachment
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def html_table(rows) -> str:
    cells = "".join("<tr>" + "".join(f"<td><p>{escape(str(c))}</p></td>" for c in r) + "</tr>" for r in rows)
    return f"<html><body><p>Dear all,</p><table border=1>{cells}</table><p>Kind regards, the office</p></body></html>"


@pytest.fixture
def con():
    connection = duckdb.connect()
    yield connection
    connection.close()


class Landing:
    """A landing folder that a test fills, and the loading of it."""

    def __init__(self, root: Path, con: duckdb.DuckDBPyConnection):
        self.root, self.con = root, con
        self.settings()

    def put(self, where: str, content: bytes | str | list, *, cycle: str = CYCLE) -> Path:
        """Write a file of the cycle; a list of rows becomes CSV."""
        path = self.root / cycle / where
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, list):
            content = csv_bytes(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def settings(
        self, cycle: str = CYCLE, *, kind: str = "annual", day: str = "2025-04-08", accept: Sequence[str] = ()
    ) -> None:
        """Write the cycle.toml of a cycle."""
        text = f'cycle = "{cycle}"\nkind = "{kind}"\nreference_date = {day}\n[accept]\nfiles = {list(accept)}\n'
        self.put("cycle.toml", text, cycle=cycle)

    def load(self, source: str, *, cycle: str = CYCLE, now: dt.datetime = NOW, basis: str | None = None) -> LoadReport:
        """Make the cycle the current one and load its files of one source."""
        read = read_cycle(self.root, cycle)
        load_cycle(self.con, read)
        return load_source(self.con, landing_dir=self.root, cycle=read, source=source, now=now, basis=basis)

    @property
    def cycle(self) -> Cycle:
        return read_cycle(self.root, CYCLE)


@pytest.fixture
def landing(tmp_path, con):
    return Landing(tmp_path / "landing", con)


@pytest.fixture
def make():
    """The makers of files, for tests (which cannot import this module)."""

    class Makers:
        csv, xlsx, docx = staticmethod(csv_bytes), staticmethod(xlsx_bytes), staticmethod(docx_bytes)
        eml, html, zip = staticmethod(eml_bytes), staticmethod(html_table), staticmethod(zip_bytes)

    return Makers
