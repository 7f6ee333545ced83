"""Makes a page of Great Expectations one that opens without a network.

Its pages ask a dozen servers for styles, scripts and a logo; these are cut out, and the project's stylesheet put in.
Put here what is done to one page. Keep out which pages there are (``data_docs``).
"""

from __future__ import annotations

import re

from orchestration.reporting.html import render

TITLE = "Data quality of raw extracts"

# what is cut out whole: each asks the network, or works only with what does
_CUT = re.compile(
    r"<script\b.*?</script\s*>|<style\b.*?</style\s*>|<footer\b.*?</footer\s*>|<link\b[^>]*>"
    r"|<title>.*?</title\s*>|<img\b[^>]*>|<meta http-equiv[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
# the panel whose only button hides met rules by script
_ACTIONS = re.compile(
    r'<div class="card mb-3">\s*<div class="card-header p-2">\s*<strong>Actions</strong>.*?(?=<div class="card )',
    re.DOTALL,
)
_HANDLER = re.compile(r"""\son[a-z]+\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_EXTERNAL = re.compile(
    r"""\s(?:href|src|srcset|action|data|poster)\s*=\s*("(?:https?:)?//[^"]*"|'(?:https?:)?//[^']*')""",
    re.IGNORECASE,
)
# a status is shown by an icon of a font; text can be read by everybody
_ICON = re.compile(r'<i class="fas fa-([a-z-]+)[^"]*"[^>]*>\s*</i>')
_MARKS = {
    "check-circle": ("good", "✓ met"),
    "times": ("bad", "✗ failed"),
    "exclamation-triangle": ("warning", "! warning"),
    "exclamation-circle": ("warning", "! warning"),
}
# its headings begin at the fourth level
_HEADING = re.compile(r"(</?h)([456])\b")
_MAIN = '<div class="container-fluid pt-4'


def page(html: str) -> str:
    """A page of Great Expectations without anything from the network, and legible.

    Doing it twice gives what doing it once gives.
    """
    html = _ACTIONS.sub("", html)
    html = _CUT.sub("", html)
    html = _HANDLER.sub("", html)
    html = _EXTERNAL.sub("", html)
    html = _ICON.sub(_mark, html)
    html = _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) - 3}", html)
    html = html.replace(_MAIN, _MAIN.replace("<div", '<div role="main"'))
    html = html.replace("<html>", '<html lang="en">')
    head = render("great_expectations_head.html.j2", title=TITLE)
    html = re.sub(r'(<a href="[^"]*index\.html">)\s*</a>', rf"\1{TITLE}</a>", html)
    html = html.replace("</head>", f"\n{head}</head>", 1)
    # indentation of templates and the lines left empty by what was cut
    return re.sub(r"\n(?:[ \t]*\n)+", "\n", html)


def _mark(icon: re.Match[str]) -> str:
    look, text = _MARKS.get(icon[1], ("", ""))
    return f'<span class="mark {look}">{text}</span>' if text else ""
