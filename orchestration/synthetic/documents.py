"""Writing one table as a CSV file, a workbook, a document or an e-mail, the same bytes every time.

Put here file formats. Times inside archives are fixed and nothing of the machine is recorded. Every writer takes the
headings and, beside them, the columns: a list of texts each, all of one length. Keep out which columns a source has.
"""

from __future__ import annotations

import csv
import html
import io
import os
import zipfile
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

from .slips import without_marks

_ZIP_TIME = (2025, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONSHIPS = f"{_OFFICE}/officeDocument/2006/relationships"


def stamp(path: Path, day: date, hour: int = 9) -> None:
    """Give a file the time at which it was received."""
    seconds = datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))


def for_windows(text: str) -> str:
    """The text without the diacritics that Windows-1252 cannot hold, as an office program would save it."""
    odd = {c for c in set(text) if not c.isascii() and not c.encode("cp1252", "ignore")}
    return text.translate({ord(c): without_marks(c) for c in odd})


def write_csv(
    path: Path, headings: list[str], columns: list[list[str]], *, encoding: str = "utf-8", line_end: str = "\n"
) -> None:
    """A CSV file; ``encoding`` is utf-8, utf-8-sig or cp1252."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=line_end)
    writer.writerow(headings)
    writer.writerows(zip(*columns, strict=True))
    text = buffer.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((for_windows(text) if encoding == "cp1252" else text).encode(encoding))


def _archive(path: Path, parts: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, text)


def _content_types(parts: dict[str, str]) -> str:
    """The part of an Office archive that names the type of each other part."""
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in parts.items())
    return (
        f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(**targets: str) -> str:
    """The part of an Office archive that says which parts belong to another, by the kind of each."""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships">{listed}</Relationships>'


def _cell_name(column: int, row: int) -> str:
    return f"{chr(65 + column) if column < 26 else 'A' + chr(65 + column - 26)}{row}"


def write_xlsx(
    path: Path, headings: list[str], columns: list[list[str]], *, date_columns: frozenset[int] = frozenset()
) -> None:
    """A workbook of one sheet. In ``date_columns`` ISO dates become date cells; all else is text."""
    lines = []
    for number, values in enumerate([tuple(headings), *zip(*columns, strict=True)], start=1):
        cells = []
        for at, value in enumerate(values):
            name = _cell_name(at, number)
            if number > 1 and at in date_columns and value[4:5] == "-" and len(value) == 10:
                serial = (date.fromisoformat(value) - date(1899, 12, 30)) // timedelta(days=1)
                cells.append(f'<c r="{name}" s="1"><v>{serial}</v></c>')
            elif value:
                cells.append(f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = f"{_OFFICE}/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    _archive(
        path,
        {
            "[Content_Types].xml": _content_types(
                {
                    "/xl/workbook.xml": f"{kind}.sheet.main+xml",
                    "/xl/worksheets/sheet1.xml": f"{kind}.worksheet+xml",
                    "/xl/styles.xml": f"{kind}.styles+xml",
                }
            ),
            "_rels/.rels": _relationships(officeDocument="xl/workbook.xml"),
            "xl/workbook.xml": (
                f'{_XML}<workbook xmlns="{main}" xmlns:r="{_RELATIONSHIPS}">'
                '<sheets><sheet name="Pupils" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": _relationships(worksheet="worksheets/sheet1.xml", styles="styles.xml"),
            "xl/styles.xml": (
                f'{_XML}<styleSheet xmlns="{main}">'
                '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
                '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
                '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/></cellXfs>'
                "</styleSheet>"
            ),
            "xl/worksheets/sheet1.xml": (
                f'{_XML}<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
            ),
        },
    )


def write_docx(path: Path, headings: list[str], columns: list[list[str]], *, opening: str) -> None:
    """A document with one paragraph and one table."""

    def cell(value: str) -> str:
        return f'<w:tc><w:p><w:r><w:t xml:space="preserve">{escape(value)}</w:t></w:r></w:p></w:tc>'

    table = "".join(
        f"<w:tr>{''.join(cell(v) for v in row)}</w:tr>" for row in [tuple(headings), *zip(*columns, strict=True)]
    )
    word = f"{_OFFICE}/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    _archive(
        path,
        {
            "[Content_Types].xml": _content_types({"/word/document.xml": f"{kind}.document.main+xml"}),
            "_rels/.rels": _relationships(officeDocument="word/document.xml"),
            "word/document.xml": (
                f'{_XML}<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{escape(opening)}</w:t></w:r></w:p>'
                f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * len(headings)}</w:tblGrid>{table}</w:tbl>"
                "<w:p/><w:sectPr/></w:body></w:document>"
            ),
        },
    )


def write_eml(
    path: Path, headings: list[str], columns: list[list[str]], *, opening: str, sender: str, sent: date
) -> None:
    """An e-mail with a short text and, as HTML, a table."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "education.data@example.org"
    message["Subject"] = "Information about pupils"
    message["Date"] = f"{sent:%a, %d %b %Y} 09:15:00 +0000"
    message["Message-ID"] = f"<{path.stem}@example.org>"
    message.set_content(f"{opening}\n\nThe table is in the formatted version of this message.\n")
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(v)}</td>' for v in row)}</tr>\n" for row in zip(*columns, strict=True)
    )
    head = "".join(f"<th>{html.escape(heading)}</th>" for heading in headings)
    message.add_alternative(
        f'<html><body><p>{html.escape(opening)}</p>\n<table border="1">\n<tr>{head}</tr>\n{body}</table>\n'
        "</body></html>\n",
        subtype="html",
    )
    message.set_boundary(f"=_part_{path.stem}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(message.as_bytes())
