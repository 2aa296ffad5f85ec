"""``python -m tests.newsroom``: it says where it is, obeys its control address, and goes when it should."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


class Running:
    """A newsroom in a process of its own."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.newsroom", *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.greeting: dict[str, Any] = json.loads(self.process.stdout.readline())

    def ask(self, url: str, order: dict[str, Any] | None = None) -> Any:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": self.greeting["proxy"]}))
        data = None if order is None else json.dumps(order).encode()
        with opener.open(urllib.request.Request(url, data=data), timeout=10) as response:
            return response.read().decode()

    def stop(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        status = self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    command = Running(
        "--sites=almarsa,storm-gazette", f"--catalogue-out={tmp_path / 'sites.yaml'}", f"--log={tmp_path / 'log'}"
    )
    yield command
    command.stop()


def test_it_writes_a_catalogue_and_serves_what_it_names(running: Running) -> None:
    catalogue = yaml.safe_load(Path(running.greeting["catalogue"]).read_text(encoding="utf-8"))
    assert [entry["id"] for entry in catalogue] == ["almarsa", "storm-gazette"]
    assert running.greeting["sources"] == 2
    assert "sitemapindex" in running.ask(catalogue[0]["sitemaps"][0])


def test_the_control_address_tells_the_truth_and_the_log(running: Running) -> None:
    articles = json.loads(running.ask("http://control.test/articles"))
    assert len(articles) == running.greeting["articles"]
    running.ask(articles[0]["url"])
    log = json.loads(running.ask(f"http://control.test/log?host={articles[0]['url'].split('/')[2]}"))
    assert [entry["url"] for entry in log] == [articles[0]["url"]]
    assert yaml.safe_load(running.ask("http://control.test/catalogue"))[0]["id"] == "almarsa"


def test_the_control_address_publishes_changes_withdraws_and_breaks(running: Running) -> None:
    url = json.loads(running.ask("http://control.test/publish", {"site": "almarsa", "headline": "خبر"}))
    assert "خبر" in running.ask(url)
    running.ask("http://control.test/change", {"url": url, "headline": "خبر جديد"})
    assert "خبر جديد" in running.ask(url)
    running.ask("http://control.test/withdraw", {"url": url})
    with pytest.raises(urllib.error.HTTPError, match="404"):
        running.ask(url)
    running.ask(
        "http://control.test/fault",
        {"host": "almarsa.test", "path": "*", "fault": "status", "parameters": {"code": 503}},
    )
    with pytest.raises(urllib.error.HTTPError, match="503"):
        running.ask("http://almarsa.test/")
    running.ask("http://control.test/clear-faults", {})
    assert running.ask("http://almarsa.test/")


@pytest.mark.parametrize(
    ("order", "body"),
    [
        ("publish", {"site": "none"}),
        ("fault", {"host": "a.test", "path": "/", "fault": "rain"}),
        ("clock", {"eons": 1}),
    ],
)
def test_an_order_that_cannot_be_done_is_400(running: Running, order: str, body: dict[str, Any]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        running.ask(f"http://control.test/{order}", body)


def test_the_log_file_has_a_line_of_json_a_request(running: Running, tmp_path: Path) -> None:
    running.ask("http://almarsa.test/?x=1")
    entry = json.loads((tmp_path / "log").read_text(encoding="utf-8"))
    assert (entry["url"], entry["status"]) == ("http://almarsa.test/?x=1", 200)
    assert entry["moment"] > 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_status_0(running: Running, number: signal.Signals) -> None:
    running.process.send_signal(number)
    assert running.process.wait(10) == 0


def test_the_end_of_its_standard_input_ends_it(running: Running) -> None:
    assert running.stop() == 0


def test_the_certificate_is_there_as_long_as_it_runs() -> None:
    running = Running("--sites=almarsa", "--https")
    certificate = Path(running.greeting["certificate"])
    assert certificate.read_text(encoding="ascii").startswith("-----BEGIN CERTIFICATE-----")
    running.stop()
    assert not certificate.exists()


def test_an_unknown_site_is_an_error_of_one_line() -> None:
    command = [sys.executable, "-m", "tests.newsroom", "--sites", "moon-times"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("newsroom: no site is called moon-times")
    assert done.stderr.count("\n") == 1


def test_the_command_needs_only_what_a_crawl_needs() -> None:
    check = "import sys, tests.newsroom.__main__; sys.exit('pytest' in sys.modules or 'trustme' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=True, timeout=30)
