"""Pages that open without a network.

Put here what is done to a page of Great Expectations, which asks a dozen servers for styles, scripts
and a logo, and the small style sheet that stands in for them. Keep out what pages there are (``docs``).
"""

from __future__ import annotations

import re

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1d1d1d; background: #fff; margin: 0 auto;
  max-width: 80rem; padding: 1rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.2em 0 .4em; font-size: 1.1rem; }
h1 { font-size: 1.6rem; } h2, h4 { font-size: 1.25rem; }
a { color: #00539f; }
ol.breadcrumb { list-style: none; padding: 0; display: flex; gap: .5rem; }
ol.breadcrumb li + li::before { content: "/ "; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border: 1px solid #c9c9c9;
  overflow-wrap: break-word; }
th { background: #f0f0f0; }
thead[hidden] { display: none; }
code, .badge { background: #eee; padding: 0 .25rem; border-radius: 3px; overflow-wrap: anywhere; }
.alert { border-left: 4px solid #6c757d; background: #f4f4f4; padding: .3rem .8rem; margin: 1rem 0; }
.ge-section { margin-bottom: 2rem; }
.text-danger, .fa-times { color: #a3001b; } .text-success, .fa-check-circle { color: #00662e; }
.text-warning, .fa-exclamation-triangle, .fa-exclamation-circle { color: #7a4b00; }
i.fas { font-style: normal; white-space: nowrap; }
.fa-times::before { content: "\\2717 failed"; } .fa-check-circle::before { content: "\\2713 met"; }
.fa-exclamation-triangle::before, .fa-exclamation-circle::before { content: "! warning"; }
.alert i.fas::before { content: none; }
a[data-toggle=collapse], .btn-group, .card-header + .card-body .btn, .cooltip .top, .nav-item .badge { display: none; }
ul.nav { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
"""

# what is cut out whole: each asks the network, or works only with what does
_CUT = re.compile(
    r"<script\b.*?</script\s*>|<style\b.*?</style\s*>|<footer\b.*?</footer\s*>|<link\b[^>]*>"
    r"|<title>.*?</title\s*>|<img\b[^>]*>",
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


def page(html: str) -> str:
    """A page of Great Expectations without anything from the network, and legible.

    Doing it twice gives what doing it once gives.
    """
    html = _ACTIONS.sub("", html)
    html = _CUT.sub("", html)
    html = _HANDLER.sub("", html)
    html = _EXTERNAL.sub("", html)
    html = re.sub(r'(<a href="[^"]*index\.html">)\s*</a>', r"\1Data quality at the door</a>", html)
    html = html.replace("<html>", '<html lang="en">')
    head = f"\n<title>Data quality at the door</title>\n<style>{STYLE}</style>\n</head>"
    html = html.replace("</head>", head, 1)
    # indentation of templates and the lines left empty by what was cut
    return re.sub(r"\n(?:[ \t]*\n)+", "\n", html)


def document(title: str, body: str) -> str:
    """A whole page of our own; ``title`` and ``body`` are HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )
