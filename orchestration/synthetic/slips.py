"""What one slip of the hand or of a scanner makes of a text.

Put here changes of one text. Keep out how often they happen and on which rows (``errors.py``).
"""

from __future__ import annotations

import unicodedata

_KEYBOARD = {
    "a": "sqz",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "hk",
    "k": "jl",
    "l": "k",
    "m": "n",
    "n": "mb",
    "o": "ip",
    "p": "o",
    "q": "wa",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "qe",
    "x": "zc",
    "y": "tu",
    "z": "xs",
}
_SCANNED = (
    ("rn", "m"),
    ("m", "rn"),
    ("l", "i"),
    ("cl", "d"),
    ("vv", "w"),
    ("h", "b"),
    ("e", "c"),
    ("u", "v"),
    ("ri", "n"),
)
_POSTCODE_SLIPS = {"0": "O", "1": "I", "5": "S", "S": "5", "B": "8", "8": "B", "L": "I", "2": "Z", "D": "O", "6": "G"}


def without_marks(text: str) -> str:
    """The text with diacritics removed (ŵ to w, ł to l)."""
    plain = unicodedata.normalize("NFD", text.translate({0x142: "l", 0x141: "L"}))
    return "".join(c for c in plain if not unicodedata.combining(c))


def typo(text: str, draw: float, kind: float) -> str:
    """The text with one slip: a neighbouring key, two letters exchanged, one lost or doubled, or a misread scan.

    ``draw`` and ``kind`` are uniform draws from 0 to 1: where the slip is, and which it is (assumed shares).
    """
    if len(text) < 3:
        return text + text[-1:]
    at = 1 + int(draw * (len(text) - 1))
    at = min(at, len(text) - 1)
    if kind < 0.30:
        near = _KEYBOARD.get(text[at].lower())
        return text[:at] + near[int(draw * 97) % len(near)] + text[at + 1 :] if near else text[:at] + text[at + 1 :]
    if kind < 0.55 and at < len(text) - 1 and text[at] != text[at + 1]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind < 0.75:
        return text[:at] + text[at + 1 :]
    if kind < 0.88:
        return text[:at] + text[at] + text[at:]
    for wrong, right in _SCANNED[int(draw * 9) :] + _SCANNED[: int(draw * 9)]:
        if wrong in text[1:]:
            return text[0] + text[1:].replace(wrong, right, 1)
    return text[:at] + text[at + 1 :]


def postcode_slip(text: str, draw: float, kind: float) -> str:
    """The postcode with one character mistaken for a similar one, two exchanged or the last one wrong.

    ``draw`` and ``kind`` are uniform draws from 0 to 1, as in ``typo``.
    """
    spots = [n for n, c in enumerate(text) if c in _POSTCODE_SLIPS]
    if kind < 0.35 and spots:
        at = spots[int(draw * len(spots))]
        return text[:at] + _POSTCODE_SLIPS[text[at]] + text[at + 1 :]
    if kind < 0.7:
        return text[:-2] + text[-1] + text[-2]
    letter = "ABDEFGHJLNPQRSTUWXYZ"[int(draw * 20)]
    return text[:-1] + letter
