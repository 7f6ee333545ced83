"""Charts as SVG text: shares with intervals, a calibration curve, a histogram of weights.

Put here drawing only: numbers and words come in, one SVG element comes out, which needs no script, no
font file and no network. Keep out what is drawn. Each chart has a title and a description for readers
who do not see it, and a background of its own, so that it can be read on light and on dark pages.
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
FONT = "font-family='Segoe UI, Helvetica, Arial, sans-serif'"


def _text(
    x: float, y: float, words: str, *, size: int = 12, anchor: str = "start", colour: str = INK, bold: bool = False
) -> str:
    weight = " font-weight='600'" if bold else ""
    return f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' text-anchor='{anchor}' fill='{colour}'{weight}>{escape(words)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, *, colour: str = GRID, width: float = 1, dash: str = "") -> str:
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    return f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{colour}' stroke-width='{width}'{dashed}/>"


def _rect(x: float, y: float, width: float, height: float, colour: str, hint: str) -> str:
    return f"<rect x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{colour}'><title>{escape(hint)}</title></rect>"


def _svg(width: int, height: int, title: str, describes: str, parts: Sequence[str]) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' role='img' {FONT}>"
        f"<title>{escape(title)}</title><desc>{escape(describes)}</desc>"
        f"<rect width='{width}' height='{height}' rx='6' fill='{PAPER}'/>{_text(16, 24, title, size=14, bold=True)}{''.join(parts)}</svg>"
    )


def share_chart(title: str, rows: Sequence[dict], *, note: str = "") -> str:
    """Shares with 95 % intervals, one line a group. Rows: group, value, low, high, denominator.

    The scale starts where the lowest interval does, so that 99.1 and 99.6 % can be told apart.
    """
    left, right, top, step = 190, 560, 46, 24
    lowest = min((row["low"] for row in rows), default=0.0)
    start = next(s for s in (0.99, 0.98, 0.95, 0.9, 0.8, 0.5, 0.0) if s <= lowest or s == 0.0)
    if max((row["high"] for row in rows), default=1.0) < 0.5:
        start, end = 0.0, max(0.01, 10 ** math.ceil(math.log10(max(row["high"] for row in rows))))
    else:
        end = 1.0

    def across(value: float) -> float:
        return left + (value - start) / (end - start) * (right - left)

    bottom = top + step * len(rows)
    parts = []
    for i in range(5):
        value = start + (end - start) * i / 4
        parts += [
            _line(across(value), top - 6, across(value), bottom),
            _text(across(value), bottom + 16, f"{100 * value:.4g} %", size=11, anchor="middle", colour=FAINT),
        ]
    for i, row in enumerate(rows):
        y = top + step * i + step / 2
        low, high = (min(max(row[end_], start), end) for end_ in ("low", "high"))
        hint = f"{row['group']}: {100 * row['value']:.2f} % of {row['denominator']:,.0f} (95 %: {100 * row['low']:.2f} to {100 * row['high']:.2f})"
        parts += [
            _text(left - 10, y + 4, row["group"], anchor="end"),
            _line(across(low), y, across(high), y, colour=BLUE, width=2),
            f"<circle cx='{across(row['value']):.1f}' cy='{y:.1f}' r='4.5' fill='{BLUE}'><title>{escape(hint)}</title></circle>",
            _text(
                right + 14, y + 4, f"{100 * row['value']:.2f} %  of {row['denominator']:,.0f}", size=11, colour=FAINT
            ),
        ]
    parts.append(
        _text(left, bottom + 34, note or "Point: measured. Line: 95 % interval (Wilson).", size=11, colour=FAINT)
    )
    return _svg(720, bottom + 46, title, "; ".join(f"{r['group']} {100 * r['value']:.2f} %" for r in rows), parts)


def calibration_chart(bins: Sequence[dict]) -> str:
    """Probability that the model gave against the share that is true; on the dashed line both are equal."""
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
        hint = f"{b['low_edge']:g} to {b['high_edge']:g}: {b['true_links']:,} of {b['links']:,} links true, mean probability {b['mean_probability']:.4f}"
        parts.append(
            f"<circle cx='{x(b['mean_probability']):.1f}' cy='{y(b['share_true']):.1f}' r='{radius:.1f}' fill='{ORANGE}' fill-opacity='0.8'><title>{escape(hint)}</title></circle>"
        )
    parts += [
        _text((left + right) / 2, bottom + 36, "match probability that the model gave", anchor="middle"),
        _text(450, top + 14, "Share of links that are true, by", size=11, colour=FAINT),
        _text(450, top + 30, "band of probability; larger points", size=11, colour=FAINT),
        _text(450, top + 46, "are more links. Above the dashed", size=11, colour=FAINT),
        _text(450, top + 62, "line the model is too careful,", size=11, colour=FAINT),
        _text(450, top + 78, "below it too sure.", size=11, colour=FAINT),
    ]
    return _svg(
        650,
        bottom + 50,
        "Calibration of match probability",
        "; ".join(f"{b['mean_probability']:.3f} gave {b['share_true']:.3f} of {b['links']}" for b in bins),
        parts,
    )


def weight_chart(rows: Sequence[dict], *, step: int) -> str:
    """Records by their best match weight, stacked by what became of them; the height is a root scale."""
    left, right, top, bottom = 60, 500, 46, 316
    starts = sorted({row["from_weight"] for row in rows})
    places = list(range(starts[0], starts[-1] + step, step)) if starts else [0]
    kinds = [kind for kind in COLOURS if any(row["kind"] == kind for row in rows)]
    counts = {(row["from_weight"], row["kind"]): row["records"] for row in rows}
    most = max((sum(counts.get((place, kind), 0) for kind in kinds) for place in places), default=1) or 1

    def y(count: float) -> float:
        return bottom - math.sqrt(count / most) * (bottom - top)

    width = (right - left) / len(places)
    parts = []
    for count in sorted({round(most * share) for share in (0, 0.01, 0.1, 0.25, 0.5, 1)}):
        parts += [
            _line(left, y(count), right, y(count)),
            _text(left - 6, y(count) + 4, f"{count:,}", size=11, anchor="end", colour=FAINT),
        ]
    for i, place in enumerate(places):
        below = 0
        for kind in kinds:
            n = counts.get((place, kind), 0)
            if n:
                hint = f"weight {place} to {place + step}: {n:,} {kind.replace('_', ' ')}"
                parts.append(
                    _rect(left + i * width + 1, y(below + n), width - 2, y(below) - y(below + n), COLOURS[kind], hint)
                )
                below += n
        parts.append(_text(left + i * width, bottom + 16, str(place), size=11, anchor="middle", colour=FAINT))
    parts.append(
        _text(
            (left + right) / 2,
            bottom + 36,
            "match weight (bits) of the best pair; heights on a root scale",
            anchor="middle",
        )
    )
    for i, kind in enumerate(kinds):
        parts += [
            _rect(520, top + 20 * i, 12, 12, COLOURS[kind], kind),
            _text(538, top + 20 * i + 10, kind.replace("_", " "), size=11),
        ]
    return _svg(
        680,
        bottom + 50,
        "NHS records by match weight",
        f"{sum(counts.values())} records from weight {places[0]} to {places[-1] + step}",
        parts,
    )


def as_markdown_image(svg: str, alt: str) -> str:
    """The chart inside a line of Markdown, with nothing to load."""
    return f"![{alt}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"
