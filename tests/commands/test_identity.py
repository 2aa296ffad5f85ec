"""``scrapy identity`` as a person types it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def identity(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "identity", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False)


def test_each_url_gets_its_identity_on_a_line_in_order() -> None:
    done = identity("http://www.example.org/b/?utm_source=x&id=2", "https://m.example.org/a.html#top")
    assert done.stdout.splitlines() == ["https://example.org/b?id=2", "https://example.org/a.html"]
    assert (done.returncode, done.stderr) == (0, "")


def test_a_bad_url_is_named_and_the_others_are_printed() -> None:
    done = identity("example.org/a", "https://example.org/a")
    assert done.stdout == "https://example.org/a\n"
    assert "example.org/a" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_why_names_the_rules() -> None:
    done = identity("--why", "https://www.example.org/a?utm_source=x")
    assert done.stdout.splitlines() == [
        "https://example.org/a",
        "  www, mobile or AMP host: https://example.org/a?utm_source=x",
        "  tracking parameter: https://example.org/a",
    ]


def test_without_a_url_it_says_what_it_wants() -> None:
    done = identity()
    assert done.returncode == 2
    assert "at least one URL" in done.stdout + done.stderr
