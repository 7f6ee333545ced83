"""A second process, which holds a file."""

import subprocess
import sys

import pytest


@pytest.fixture
def other_process():
    """Start a process that runs a script and then waits; gives a function of (script, path as its argument)."""
    started = []

    def start(script, path):
        process = subprocess.Popen(
            [sys.executable, "-c", f"import sys\n{script}\nprint('ready', flush=True)\nsys.stdin.read()", str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout.readline() == b"ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=20)
