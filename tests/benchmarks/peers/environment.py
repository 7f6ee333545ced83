"""The environment of the peers that cannot share the project's: made on first use, beside ``.venv``."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / ".venv-peers"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def peers_python() -> Path:
    """The interpreter of the environment, which is made or renewed when the pins have changed."""
    python, stamp = FOLDER / "bin" / "python", FOLDER / ".ready"
    pins = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == pins:
        return python
    print(f"setting up {FOLDER.name} (once)", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
    uv = Path(sys.executable).with_name("uv")
    install = (
        [str(uv), "pip", "install", "--quiet", "--python", str(python)]
        if uv.exists()
        else [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    )
    subprocess.run([*install, "--require-hashes", "-r", str(REQUIREMENTS)], check=True)
    stamp.write_text(pins, encoding="utf-8")
    return python
