"""Runs a command of the guides as whoever types it: `portal` in this process, which is quicker, all else in a shell."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import requests

from app.cli import main
from tests.docs.collected import words_of

SECONDS = 120
PORTAL = "http://127.0.0.1:8050"
"""The portal's address in the guides."""


def run(command: str, place: Path, environment: dict[str, str]) -> int:
    """The exit status of a command typed in a folder. What it prints goes where a test's own output goes."""
    own, words = words_of(command)
    if words[0] == "portal":
        return _portal(words[1:], place, environment | own)
    if words[0] == "curl" and shutil.which("curl") is None:
        return _curl(words[1:], place)
    every = {**os.environ, **environment, **own}
    return subprocess.run(
        ["bash", "-c", command], cwd=place, env=every, check=False, capture_output=True, timeout=SECONDS
    ).returncode


def _portal(words: list[str], place: Path, environment: dict[str, str]) -> int:
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(place)
        for name, text in environment.items():
            patched.setenv(name, text)
        try:
            return main(words)
        except SystemExit as ended:
            return int(ended.code or 0)


def _curl(words: list[str], place: Path) -> int:
    """What curl does with the options that the guides use, for a machine without it; 22 for a failure, as it says."""
    headers, data, files, form, address = {}, None, {}, {}, ""
    given = iter(words)
    for word in given:
        if word == "--fail":
            continue
        if word in ("-H", "--header"):
            name, text = next(given).split(": ", 1)
            headers[name] = text
        elif word in ("-d", "--data", "--json"):
            data = next(given)
            headers |= {"Content-Type": "application/json"} if word == "--json" else {}
        elif word in ("-F", "--form"):
            name, text = next(given).split("=", 1)
            if text.startswith("@"):
                files[name] = (text[1:], (place / text[1:]).read_bytes())
            else:
                form[name] = text
        else:
            assert not word.startswith("-"), f"curl {word}"
            address = word
    method = "POST" if data is not None or files else "GET"
    answer = requests.request(method, address, headers=headers, data=data or form, files=files, timeout=SECONDS)
    return 0 if answer.ok else 22


def at(command: str, address: str) -> str:
    """A command with the portal of a test in the place of the one in the guides."""
    failing = (
        command.replace("curl ", "curl --fail --silent --show-error ", 1) if command.startswith("curl ") else command
    )
    return failing.replace(PORTAL, address)


def with_file(command: str, names: dict[str, str]) -> str:
    """A command with a file of the test for each placeholder, as whole words or the end of one: `FILE`, `NAME=ID`."""
    words = [shlex.quote(_named(word, names)) if _named(word, names) != word else word for word in command.split(" ")]
    return " ".join(words)


def _named(word: str, names: dict[str, str]) -> str:
    start, sign, end = word.rpartition("=")
    return f"{start}{sign}{names.get(end.strip(chr(34)), end)}"
