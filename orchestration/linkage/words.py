"""Small pieces of SQL that several steps of linkage write.

Put here what two steps would otherwise spell out alike. Keep out anything that knows what the words mean.
"""

from __future__ import annotations

from collections.abc import Iterable


def quoted(words: Iterable[str]) -> str:
    """Constant words as an SQL list without brackets: ``'full', 'first'``."""
    return ", ".join(f"'{word}'" for word in words)
