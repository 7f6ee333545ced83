"""Data Docs: they open without a network, hold no value, and do not grow without end."""

from __future__ import annotations

import re
import socket
from html.parser import HTMLParser
from pathlib import Path

from orchestration.reporting import offline
from orchestration.reporting.data_docs import build_docs

EXTERNAL = re.compile(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}|@import|url\(""", re.IGNORECASE)


class _Page(HTMLParser):
    """What a page asks for, and what can be read on it."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.tags, self.links, self.text = path, [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src") and not value.startswith("#")]

    def handle_data(self, data):
        self.text.append(data)


def _pages(folder: Path) -> list[_Page]:
    return [_Page(path) for path in sorted(folder.rglob("*.html"))]


def test_the_pages_are_great_expectations_own_with_an_index(site):
    names = {page.path.relative_to(site).parts[0] for page in _pages(site)}
    assert names == {"index.html", "expectations", "validations"}
    assert len(_pages(site)) == 1 + 6 + 6  # two sources, each its records, its files and its suppliers
    (page,) = [page for page in _pages(site) if page.path.name == "nhs.html" and "validations" in page.path.parts]
    text = " ".join(page.text)
    assert "Expectation Validation Result" in text
    assert "postcode_form: blocks the run below 80 % of the records" in text
    assert "400 unexpected values found" in text


def test_no_page_asks_the_network(site):
    for page in _pages(site):
        assert EXTERNAL.findall(page.path.read_text(encoding="utf-8")) == [], page.path.name
        assert not {"script", "link", "img", "iframe"} & set(page.tags), page.path.name
    assert not (site / "static").exists()


def test_every_link_leads_to_a_page(site):
    links = [(page.path, link) for page in _pages(site) for link in page.links]
    assert len(links) > 12
    assert [link for path, link in links if not (path.parent / link).is_file()] == []


def test_no_personal_value_on_any_page_or_in_any_file(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    assert len(files) > len(_pages(site))
    for path in files:
        assert "zzyzx" not in path.read_text(encoding="utf-8").lower(), path.name


def test_the_index_says_what_stopped(site):
    (index,) = [page for page in _pages(site) if page.path.name == "index.html"]
    html = index.path.read_text(encoding="utf-8")
    (row,) = [line for line in html.splitlines() if ">nhs</a></td>" in line]
    assert "stopped" in row and "postcode_form" in row
    (row,) = [line for line in html.splitlines() if ">ehe</a></td>" in line]
    assert ">passed<" in row


def test_runs_accumulate_and_the_oldest_go(gate, clean_table, store_dir):
    def pages() -> list[Path]:
        return sorted((store_dir / "validations" / "eotas").rglob("*.html"))

    gate("eotas", clean_table("eotas"))
    build_docs(store_dir, keep=2)
    (first,) = pages()
    for _ in range(2):
        gate("eotas", clean_table("eotas"))
        build_docs(store_dir, keep=2)
    assert len(pages()) == 2
    assert first not in pages()
    assert len(list((store_dir / "results" / "eotas").rglob("*.json"))) == 2
    assert (store_dir / "index.html").read_text(encoding="utf-8").count(">eotas</a></td>") == 2


def test_building_again_changes_nothing(site):
    def pages() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in site.rglob("*.html")}

    before = pages()
    build_docs(site)
    assert pages() == before


def test_what_a_stopped_run_left_half_written_is_made_again(gate, clean_table, store_dir):
    gate("eotas", clean_table("eotas"))
    build_docs(store_dir)
    (page,) = (store_dir / "validations" / "eotas").rglob("*.html")
    gate("ehe", clean_table("ehe"))
    (result,) = (store_dir / "results" / "ehe").rglob("*.json")
    for path in (page, result, store_dir / "suites" / "eotas.json", store_dir / "suites" / "ehe.json"):
        path.write_bytes(path.read_bytes()[:100])
    gate("eotas", clean_table("eotas"))
    build_docs(store_dir)
    assert "Expectation Validation Result" in " ".join(_Page(page).text)
    assert EXTERNAL.findall(page.read_text(encoding="utf-8")) == []
    assert not result.exists()
    assert not (store_dir / "suites" / "ehe.json").exists()


def test_docs_of_nothing_are_an_index_alone(store_dir, _great_expectations):
    index = build_docs(store_dir)
    assert index.is_file()
    assert list(store_dir.rglob("*.html")) == [index]


def test_neither_gates_nor_docs_open_a_connection(gate, clean_table, store_dir, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    gate("ooc", clean_table("ooc"))
    build_docs(store_dir)


def test_a_page_is_stripped_of_everything_external():
    html = (
        "<html><head><title>x</title><link rel=a href='//cdn.example/a.css'>"
        "<style>@import url(https://a.example/b.css)</style><script src='https://a.example/b.js'>"
        '</script></head><body onload="go()"><a href="../index.html"><img src=\'https://a.example/l.png\'>'
        "</a><a href='https://a.example/news'>kept</a><footer>news</footer></body></html>"
    )
    stripped = offline.page(html)
    assert EXTERNAL.findall(stripped) == []
    assert "onload" not in stripped and "<script" not in stripped and "news" not in stripped
    assert "kept" in stripped and '<a href="../index.html">Data quality of raw extracts</a>' in stripped
    assert offline.page(stripped) == stripped


def test_a_page_can_be_read_without_the_font_of_its_icons():
    """The status of a rule is an icon of a font that is not loaded, and the headings begin at the fourth level."""
    html = (
        '<html><head></head><body><div class="container-fluid pt-4"><h4>Result</h4><h5>Overview</h5><h6>Info</h6>'
        '<i class="fas fa-times text-danger" ></i><i class="fas fa-check-circle text-success" aria-hidden="true"></i>'
        "</div></body></html>"
    )
    page = offline.page(html)
    assert "✗ failed" in page and "✓ met" in page and "<i " not in page
    assert re.findall(r"<h(\d)>", page) == ["1", "2", "3"]
    assert page.count('role="main"') == 1
    assert offline.page(page) == page
