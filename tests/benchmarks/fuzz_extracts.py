"""Breaks the corpus of extracts in ways nobody listed, loads what comes of it, and says what should not be.

``python -m tests.benchmarks.fuzz_extracts --minutes 10`` for a long run; the unit tests take a few seconds of the
same. A batch is known by seed and number, so that ``--seed 7 --batch 31 --keep DIR`` makes its files again.
Keep out files with a known verdict: they belong to the corpus (``tests/fixtures/extracts``).
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import random
import re
import shutil
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb

from orchestration.domain.authorities import WELSH_AUTHORITIES
from orchestration.landing import SOURCES, create_raw_tables, load_source, read_cycle
from orchestration.landing.contract.rules import file_rules
from orchestration.landing.file_status import FileStatus
from orchestration.landing.readers import Unreadable, read_file
from orchestration.landing.readers import table as kinds

EXTRACTS = Path(__file__).parents[1] / "fixtures" / "extracts" / "files"
BATCH = 16  # files in one load
CYCLE = "fuzz"
ROW_FAULTS = {None, kinds.TOO_FEW, kinds.TOO_MANY, kinds.UNREADABLE_ROW, kinds.TRUNCATED}
NOW = dt.datetime(2025, 5, 21, tzinfo=dt.UTC)

# folder of the corpus: (source, place of a file of the supplier)
PLACES = {
    "nhs": ("nhs", "nhs/{la}.csv"),
    "plasc": ("plasc", "local_authorities/{la}/plasc.csv"),
    "ehe": ("ehe", "local_authorities/{la}/ehe.csv"),
    "eotas": ("eotas", "local_authorities/{la}/eotas.csv"),
    "ooc": ("ooc", "local_authorities/{la}/ooc.csv"),
    "cme_register": ("cme_register", "local_authorities/{la}/cme.csv"),
    "neighbouring": ("neighbouring", "neighbouring_authorities/{la}.csv"),
    "school": ("independent_schools", "independent_schools/{school}{ending}"),
}
CANARIES = (
    "gwernfab",
    "zinedd",
    "o'dwrgi",
    "cwmllwchwr",
    "tomosyn",
    "hafwenna",
    "ynyron",
    "clos anwir",
    "heol dychmygol",
    "gwaeledd",
    "cf99",
    "ld99",
)

Mutation = Callable[[random.Random, bytes], bytes]


# --- breaking bytes --------------------------------------------------------------------------------


def _span(rng: random.Random, data: bytes) -> tuple[int, int]:
    a, b = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
    return a, min(b, a + 200)


def flip(rng: random.Random, data: bytes) -> bytes:
    broken = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        if broken:
            broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def lose(rng: random.Random, data: bytes) -> bytes:
    a, b = _span(rng, data)
    return data[:a] + data[b:]


def repeat(rng: random.Random, data: bytes) -> bytes:
    a, b = _span(rng, data)
    return data[:b] + data[a:b] * rng.choice((1, 2, 50)) + data[b:]


def insert(rng: random.Random, data: bytes) -> bytes:
    a, _ = _span(rng, data)
    piece = rng.choice(
        (
            b"\x00",
            b'"',
            b"\r",
            b"\n",
            b",",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\x81",
            b"\xc3",
            b"<",
            b"&#0;",
            b"</table>",
            b'"' * 99,
            rng.randbytes(9),
        )
    )
    return data[:a] + piece + data[a:]


def glue(rng: random.Random, data: bytes) -> bytes:
    return data + rng.choice((data, b"\n" + data, b"\x1a", rng.randbytes(40), b"\n\nTotal,5\n"))


# --- breaking text ---------------------------------------------------------------------------------

ODD_VALUES = (
    "",
    " ",
    '"',
    "=1+1",
    "'",
    "\u202e",
    "\ufeff",
    "\u0000",
    "9" * 3000,
    "x" * 20_000,
    "31/02/2014",
    "00/00/0000",
    "CF99",
    "Surname",
    "Diagnosis",
    "Date of birth",
    "NULL",
    "\U0001f600",
    "e\u0301" * 40,
    "\r\n",
    "a\nb\nc",
    "-",
    "TRUE",
    "1e309",
    "\x0b",
    "\x85",
    "\u2028",
    "<b>",
    "]]>",
    "%s{0}",
    "$(x)",
)
ODD_HEADINGS = (
    "",
    "Surname",
    "Cyfenw",
    "DOB",
    "Postcode",
    "Diagnosis",
    "Name",
    "x" * 500,
    "Enw",
    "UPN",
    "Sex",
    "(",
    "/",
    "Surname / Forename",
    "Address",
    "%",
    "\ufeff",
)


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", errors="surrogateescape").splitlines(keepends=True)


def _bytes(lines: list[str]) -> bytes:
    return "".join(lines).encode("utf-8", errors="surrogateescape")


def _change_cell(rng: random.Random, data: bytes, at: int | None, values: tuple[str, ...]) -> bytes:
    lines = _lines(data)
    if not lines:
        return data
    place = min(at, len(lines) - 1) if at is not None else rng.randrange(len(lines))
    cells = lines[place].split(",")
    cells[rng.randrange(len(cells))] = rng.choice(values)
    return _bytes([*lines[:place], ",".join(cells), *lines[place + 1 :]])


def odd_value(rng: random.Random, data: bytes) -> bytes:
    return _change_cell(rng, data, None, ODD_VALUES)


def odd_heading(rng: random.Random, data: bytes) -> bytes:
    return _change_cell(rng, data, 0, ODD_HEADINGS)


def shuffle_lines(rng: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    rng.shuffle(lines)
    return _bytes(lines)


def drop_line(rng: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    del lines[rng.randrange(len(lines)) if lines else 0 :][:1]
    return _bytes(lines)


def other_delimiter(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b",", rng.choice((b";", b"\t", b"|", b", ", b"\x1f", b"")), rng.choice((-1, 1, 7)))


def other_line_end(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b"\r\n", rng.choice((b"\n", b"\r", b"\r\r\n", b"\n\n", b" ", b"\x0b")), rng.choice((-1, 1, 3)))


def other_encoding(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", errors="replace")
    return text.encode(
        rng.choice(("utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-7", "cp037", "utf-8-sig", "utf-32")),
        errors="replace",
    )


# --- breaking archives and messages ----------------------------------------------------------------


def inside_archive(rng: random.Random, data: bytes) -> bytes:
    """One part of a workbook or document broken, and the archive around it sound."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as made, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a name twice is one of the ways
            names = made.namelist()
            broken = rng.choice(
                [
                    n
                    for n in names
                    if n.endswith(("sheet1.xml", "document.xml", "sharedStrings.xml", "workbook.xml", "styles.xml"))
                ]
                or names
            )
            how = rng.choice((flip, cut, lose, repeat, insert, xml_attribute, xml_attribute, None))
            with zipfile.ZipFile(out, "w") as archive:
                for name in names:
                    content = made.read(name)
                    if name != broken:
                        archive.writestr(name, content)
                    elif how is not None:
                        archive.writestr(rng.choice((name, name, name, "../" + name)), how(rng, content))
    except (*kinds.ZIP_ERRORS, KeyError, IndexError):
        return flip(rng, data)
    return out.getvalue()


def xml_attribute(rng: random.Random, data: bytes) -> bytes:
    """Another value of some attribute: a row number, a reference, a style, a span."""
    found = list(re.finditer(rb'="([^"]*)"', data))
    if not found:
        return flip(rng, data)
    at = rng.choice(found)
    value = rng.choice(
        (b"", b"0", b"-1", b"999999999", b"XFD1048576", b"A0", b"ZZZZ9", b"s", b"d", b"e", b"inlineStr", b"1e99")
    )
    return data[: at.start(1)] + value + data[at.end(1) :]


BYTES: tuple[Mutation, ...] = (flip, cut, lose, repeat, insert, glue)
TEXT: tuple[Mutation, ...] = (
    odd_value,
    odd_value,
    odd_heading,
    shuffle_lines,
    drop_line,
    other_delimiter,
    other_line_end,
    other_encoding,
)
ARCHIVE: tuple[Mutation, ...] = (inside_archive, inside_archive, inside_archive)


def mutate(rng: random.Random, data: bytes) -> bytes:
    """The file broken once, or a few times over."""
    ways = (*BYTES, *(ARCHIVE if data.startswith(b"PK") else TEXT))
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = rng.choice(ways)(rng, data)
    return data


# --- loading and looking ---------------------------------------------------------------------------


def warehouse() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    create_raw_tables(con)
    con.execute(
        "insert into raw.postcodes (postcode, la_code) values ('CF99 1AA', 'W06000015'), ('LD99 1AA', 'W06000023')"
    )
    return con


def write_batch(root: Path, seed: int, batch: int) -> str:
    """Write the broken files of one batch as a cycle below ``root``; returns the source they are of."""
    rng = random.Random(f"{seed}/{batch}")
    folder = rng.choice(("nhs", "nhs", "school", "school", "school", *PLACES))
    source, place = PLACES[folder]
    originals = sorted(p for p in (EXTRACTS / folder).iterdir() if p.stat().st_size < 60_000)
    cycle_dir = root / CYCLE
    for number, la in zip(range(BATCH), sorted(WELSH_AUTHORITIES), strict=False):
        original = rng.choice(originals)
        ending = original.suffix if rng.random() < 0.95 else rng.choice((".csv", ".xlsx", ".docx", ".eml", ".txt"))
        school = f"68160{number:02}" if rng.random() < 0.9 else rng.choice(("6816000.v2", "6816001 (2)", "6816002/a"))
        path = cycle_dir / place.format(la=la, school=school, ending=ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mutate(rng, original.read_bytes()))
    (cycle_dir / "cycle.toml").write_text(f'cycle = "{CYCLE}"\nkind = "annual"\nreference_date = 2025-04-08\n')
    return source


def check_batch(con: duckdb.DuckDBPyConnection, root: Path, seed: int, batch: int, seen: Counter) -> list[str]:
    """Load a batch; returns what should not be, and counts the verdicts in ``seen``."""
    source = write_batch(root, seed, batch)
    for table in (source, "files"):
        con.execute(f'delete from raw."{table}"')
    where = f"seed {seed}, batch {batch}"
    try:
        report = load_source(con, landing_dir=root, cycle=read_cycle(root, CYCLE), source=source, now=NOW)
    except Exception as e:
        return [f"{where}: the load ended with {type(e).__name__}: {e}"]
    wrong = []
    there = {p.relative_to(root / CYCLE).as_posix() for p in (root / CYCLE).rglob("*") if p.is_file()} - {"cycle.toml"}
    if {f.source_file for f in report.files if f.status != FileStatus.NOT_RECEIVED} != there:
        wrong.append(f"{where}: files and lines differ")
    stored: dict[str, list[tuple[int, str | None]]] = {}
    for file, row, issue in con.execute(f'select source_file, source_row, row_fault from raw."{source}"').fetchall():
        stored.setdefault(file, []).append((row, issue))
    for f in report.files:
        if f.status == FileStatus.NOT_RECEIVED:
            continue
        at = f"{where}, {f.source_file}"
        seen[f.reason_code or f.status] += 1
        rows = stored.get(f.source_file, [])
        if f.status not in set(FileStatus) or (f.status != FileStatus.LOADED and f.reason_code not in file_rules()):
            wrong.append(f"{at}: no known verdict ({f.status}, {f.reason_code})")
        if len(rows) != f.rows_received or len({n for n, _ in rows}) != len(rows) or any(n < 2 for n, _ in rows):
            wrong.append(f"{at}: {f.rows_received} rows received, {len(rows)} stored")
        if not {issue for _, issue in rows} <= ROW_FAULTS:
            wrong.append(f"{at}: an unknown row fault")
        if f.status != FileStatus.LOADED and not (f.detail or "").startswith(f"{f.source_file}: "):
            wrong.append(f"{at}: the message does not name the file")
        if "reading it failed" in (f.detail or ""):
            wrong.append(f"{at}: a reader failed in a way it does not know: {f.detail}")
        said = f"{f.detail} {f.columns_not_stored}".casefold()
        leaked = [c for c in CANARIES if c in said and c not in _headings(root / CYCLE / f.source_file, source)]
        if leaked:
            wrong.append(f"{at}: the message shows {leaked}: {f.detail} | {f.columns_not_stored}")
    return wrong


def _headings(path: Path, source: str) -> str:
    """The contents of the row of headings, which may be shown: a broken file may have a value there."""
    try:
        return " ".join(read_file(path.name, path.read_bytes(), SOURCES[source]).match.found).casefold()
    except Unreadable:
        return ""


def run(
    *, seed: int, batches: range, minutes: float | None = None, progress: Callable[[str], None] | None = None
) -> tuple[list[str], Counter]:
    """Load batches until they or the minutes are used up; returns what should not be, and counts of verdicts."""
    wrong: list[str] = []
    seen: Counter = Counter()
    slowest = (0.0, -1)
    ends = time.monotonic() + minutes * 60 if minutes else None
    con = warehouse()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        root = Path(folder) / "landing"
        for batch in batches:
            if ends and time.monotonic() > ends:
                break
            shutil.rmtree(root, ignore_errors=True)
            started = time.monotonic()
            found = check_batch(con, root, seed, batch, seen)
            wrong += found
            if progress and found:
                progress("\n".join(found))
            slowest = max(slowest, (time.monotonic() - started, batch))
            if progress and batch % 100 == 99:
                progress(
                    f"{batch + 1} batches, {seen.total()} files, {len(wrong)} wrong;"
                    f" slowest batch {slowest[1]}: {slowest[0]:.1f} s"
                )
    con.close()
    return wrong, seen


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--batch", type=int, help="this batch only")
    parser.add_argument("--keep", type=Path, help="with --batch: write its files here and load nothing")
    args = parser.parse_args(argv)
    if args.keep is not None:
        print(write_batch(args.keep, args.seed, args.batch or 0))
        return 0
    batches = range(args.batch, args.batch + 1) if args.batch is not None else range(10**9)
    wrong, seen = run(
        seed=args.seed, batches=batches, minutes=args.minutes, progress=lambda text: print(text, flush=True)
    )
    print(f"{seen.total()} files:", ", ".join(f"{n} {code}" for code, n in seen.most_common()))
    print("\n".join(wrong) or "Nothing that should not be.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
