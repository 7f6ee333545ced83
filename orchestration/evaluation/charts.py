"""Charts as SVG text: shares with intervals, a calibration curve, a histogram of weights.

Put here drawing only: numbers and text come in, one SVG element comes out, which needs no script, no font file and no
network. Keep out which figures are drawn. Each chart has a title and a description for readers who do not see it, and a
background of its own, so that it can be read on light and on dark pages.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from html import escape

INK, FAINT, GRID, PAPER = "#1b2733", "#5b6b7a", "#dde3e9", "#ffffff"
BLUE, ORANGE = "#1f6fb2", "#c4511a"
COLOURS = {
    "accepted": "#2f7d5b",
    "accepted_right": "#2f7d5b",
    "accepted_wrong": "#b3261e",
    "held": "#e0a21b",
    "held_right": "#e0a21b",
    "held_wrong": "#a86b00",
    "not_linked": "#8b98a5",
    "not_linked_right": "#8b98a5",
    "not_linked_wrong": "#5b3f8c",
}
FONT = "Segoe UI, Helvetica, Arial, sans-serif"
CALIBRATION_NOTE = (
    "Share of links that are true, by",
    "band of probability; larger points",
    "are more links. Above the dashed",
    "line the model is too careful,",
    "below it too sure.",
)


def _element(name: str, content: str = "", **attributes: object) -> str:
    """An SVG element; ``content`` is SVG already. Underscores in the names of attributes stand for hyphens."""
    given = "".join(f" {key.replace('_', '-')}='{value}'" for key, value in attributes.items() if value != "")
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def _title(text: str) -> str:
    """The text for a reader who points at the element, or does not see it."""
    return _element("title", escape(text))


def _text(
    x: float, y: float, text: str, *, size: int = 12, anchor: str = "start", colour: str = INK, bold: bool = False
) -> str:
    return _element(
        "text",
        escape(text),
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        font_size=size,
        text_anchor=anchor,
        fill=colour,
        font_weight="600" if bold else "",
    )


def _line(x1: float, y1: float, x2: float, y2: float, *, colour: str = GRID, width: float = 1, dash: str = "") -> str:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return _element("line", **ends, stroke=colour, stroke_width=width, stroke_dasharray=dash)


def _rect(x: float, y: float, width: float, height: float, colour: str, hint: str) -> str:
    size = {"width": f"{width:.1f}", "height": f"{height:.1f}"}
    return _element("rect", _title(hint), x=f"{x:.1f}", y=f"{y:.1f}", **size, fill=colour)


def _circle(x: float, y: float, radius: float, colour: str, hint: str, *, opacity: str = "") -> str:
    place = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{radius:.1f}"}
    return _element("circle", _title(hint), **place, fill=colour, fill_opacity=opacity)


def _svg(width: int, height: int, title: str, description: str, parts: Sequence[str]) -> str:
    """The whole chart: its title, a description of what it shows, a background, and the parts."""
    background = _element("rect", width=width, height=height, rx=6, fill=PAPER)
    content = [_title(title), _element("desc", escape(description)), background]
    return _element(
        "svg",
        "".join([*content, _text(16, 24, title, size=14, bold=True), *parts]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        font_family=FONT,
    )


def share_chart(title: str, rows: Sequence[dict], *, note: str = "") -> str:
    """Shares with 95 % intervals, one line for each group. Rows: group, value, low, high, denominator.

    The scale starts where the lowest interval does, so that 99.1 and 99.6 % can be told apart.
    """
    left, right, top, step = 190, 560, 46, 24
    bottom = top + step * len(rows)
    start, end = _share_scale(rows)

    def across(value: float) -> float:
        return left + (value - start) / (end - start) * (right - left)

    parts = []
    for i in range(5):
        value = start + (end - start) * i / 4
        parts += [
            _line(across(value), top - 6, across(value), bottom),
            _text(across(value), bottom + 16, f"{100 * value:.4g} %", size=11, anchor="middle", colour=FAINT),
        ]
    for i, row in enumerate(rows):
        y = top + step * i + step / 2
        low, high = (min(max(row[limit], start), end) for limit in ("low", "high"))
        share, of = f"{100 * row['value']:.2f} %", f"of {row['denominator']:,.0f}"
        hint = f"{row['group']}: {share} {of} (95 %: {100 * row['low']:.2f} to {100 * row['high']:.2f})"
        parts += [
            _text(left - 10, y + 4, row["group"], anchor="end"),
            _line(across(low), y, across(high), y, colour=BLUE, width=2),
            _circle(across(row["value"]), y, 4.5, BLUE, hint),
            _text(right + 14, y + 4, f"{share}  {of}", size=11, colour=FAINT),
        ]
    note = note or "Point: measured. Line: 95 % interval (Wilson)."
    parts.append(_text(left, bottom + 34, note, size=11, colour=FAINT))
    return _svg(720, bottom + 46, title, "; ".join(f"{r['group']} {100 * r['value']:.2f} %" for r in rows), parts)


def _share_scale(rows: Sequence[dict]) -> tuple[float, float]:
    """Where the scale of a share chart starts and ends: at 1, or, for small shares, at a power of ten from zero."""
    highest = max((row["high"] for row in rows), default=1.0)
    if highest < 0.5:
        return 0.0, max(0.01, 10 ** math.ceil(math.log10(highest)))
    lowest = min((row["low"] for row in rows), default=0.0)
    return next(start for start in (0.99, 0.98, 0.95, 0.9, 0.8, 0.5, 0.0) if start <= lowest or start == 0.0), 1.0


def calibration_chart(bins: Sequence[dict]) -> str:
    """Probability that the model gave against the share that is true; on the dashed line both are equal.

    Bins: low_edge, high_edge, links, true_links, mean_probability, share_true, low, high.
    """
    left, right, top, bottom = 70, 430, 46, 346

    def x(value: float) -> float:
        return left + value * (right - left)

    def y(value: float) -> float:
        return bottom - value * (bottom - top)

    parts = []
    for i in range(6):
        value = i / 5
        parts += [
            _line(x(value), top, x(value), bottom),
            _line(left, y(value), right, y(value)),
            _text(x(value), bottom + 16, f"{value:.1f}", size=11, anchor="middle", colour=FAINT),
            _text(left - 8, y(value) + 4, f"{value:.1f}", size=11, anchor="end", colour=FAINT),
        ]
    parts.append(_line(x(0), y(0), x(1), y(1), colour=FAINT, dash="5 4"))
    parts += [
        _line(x(b["mean_probability"]), y(b["low"]), x(b["mean_probability"]), y(b["high"]), colour=ORANGE, width=2)
        for b in bins
    ]
    most = max((b["links"] for b in bins), default=1)
    for b in bins:
        radius = 3.5 + 6 * math.sqrt(b["links"] / most)
        hint = (
            f"{b['low_edge']:g} to {b['high_edge']:g}: {b['true_links']:,} of {b['links']:,} links true, "
            f"mean probability {b['mean_probability']:.4f}"
        )
        parts.append(_circle(x(b["mean_probability"]), y(b["share_true"]), radius, ORANGE, hint, opacity="0.8"))
    parts.append(_text((left + right) / 2, bottom + 36, "match probability that the model gave", anchor="middle"))
    parts += [_text(450, top + 14 + 16 * i, line, size=11, colour=FAINT) for i, line in enumerate(CALIBRATION_NOTE)]
    shown = "; ".join(f"{b['mean_probability']:.3f} gave {b['share_true']:.3f} of {b['links']}" for b in bins)
    return _svg(650, bottom + 50, "Calibration of match probability", shown, parts)


def weight_chart(rows: Sequence[dict], *, step: int) -> str:
    """Records by their best match weight, stacked by what became of them; heights are on a root scale.

    Rows: from_weight (bits), kind (a key of ``COLOURS``), records. ``step`` is the width of a bar in bits.
    """
    left, right, top, bottom = 60, 500, 46, 316
    starts = sorted({row["from_weight"] for row in rows})
    bars = list(range(starts[0], starts[-1] + step, step)) if starts else [0]
    kinds = [kind for kind in COLOURS if any(row["kind"] == kind for row in rows)]
    counts = {(row["from_weight"], row["kind"]): row["records"] for row in rows}
    most = max((sum(counts.get((bar, kind), 0) for kind in kinds) for bar in bars), default=1) or 1

    def y(count: float) -> float:
        return bottom - math.sqrt(count / most) * (bottom - top)

    width = (right - left) / len(bars)
    parts = []
    for count in sorted({round(most * share) for share in (0, 0.01, 0.1, 0.25, 0.5, 1)}):
        parts += [
            _line(left, y(count), right, y(count)),
            _text(left - 6, y(count) + 4, f"{count:,}", size=11, anchor="end", colour=FAINT),
        ]
    for i, bar in enumerate(bars):
        below = 0
        for kind in (kind for kind in kinds if counts.get((bar, kind))):
            n = counts[bar, kind]
            hint = f"weight {bar} to {bar + step}: {n:,} {kind.replace('_', ' ')}"
            height = y(below) - y(below + n)
            parts.append(_rect(left + i * width + 1, y(below + n), width - 2, height, COLOURS[kind], hint))
            below += n
        parts.append(_text(left + i * width, bottom + 16, str(bar), size=11, anchor="middle", colour=FAINT))
    axis = "match weight (bits) of the best pair; heights on a root scale"
    parts.append(_text((left + right) / 2, bottom + 36, axis, anchor="middle"))
    for i, kind in enumerate(kinds):
        parts += [
            _rect(520, top + 20 * i, 12, 12, COLOURS[kind], kind),
            _text(538, top + 20 * i + 10, kind.replace("_", " "), size=11),
        ]
    shown = f"{sum(counts.values())} records from weight {bars[0]} to {bars[-1] + step}"
    return _svg(680, bottom + 50, "NHS records by match weight", shown, parts)


def as_markdown_image(svg: str, alt: str) -> str:
    """The chart inside a line of Markdown, with nothing to load."""
    return f"![{alt}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"
