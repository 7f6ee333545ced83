"""Bytes to text, for files whose encoding nobody states.

UTF-8 with or without a byte-order mark, UTF-16 with one, else Windows-1252, which is what Excel writes for
"CSV" on a machine in Wales. A file joined from both is decoded line by line, because one wrong guess for the whole
would spoil every circumflex in it.
"""

from __future__ import annotations

import codecs

UTF_8, UTF_16, WINDOWS, MIXED = "utf-8", "utf-16", "windows-1252", "utf-8 and windows-1252"
UNDECODED = "\ufffd"


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding. A byte that has no meaning becomes U+FFFD, for the caller to flag."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), UTF_16
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), UTF_8
    except UnicodeDecodeError as e:
        if e.reason == "unexpected end of data":  # cut within the last letter; all before it is sound
            return data.decode("utf-8", errors="replace"), UTF_8
        return _decode_by_line(data)


def _decode_by_line(data: bytes) -> tuple[str, str]:
    lines: list[str] = []
    seen = set()
    for line in data.split(b"\n"):
        try:
            text = line.decode("utf-8")
            if not line.isascii():
                seen.add(UTF_8)
        except UnicodeDecodeError:
            text = line.decode("cp1252", errors="replace")
            seen.add(WINDOWS)
        lines.append(text)
    return "\n".join(lines), WINDOWS if seen == {WINDOWS} else MIXED
