"""Which addresses may be fetched, and how they can be spelled."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

import pytest

from crawler.fetching.guard import literal_address, parse_networks, refusal
from tests.fetching.spellings import CANARY, SPELLINGS

FORBIDDEN = [
    ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"), ("::1", "loopback"),
    ("0.0.0.0", "unspecified"), ("::", "unspecified"), ("0.1.2.3", "this network"),
    ("10.0.0.1", "private"), ("172.16.0.1", "private"), ("172.31.255.255", "private"), ("192.168.1.1", "private"),
    ("fc00::1", "private"), ("fd00:ec2::254", "private"),
    ("169.254.169.254", "link-local"), ("fe80::1", "link-local"), ("fec0::1", "site-local"),
    ("100.64.0.1", "shared (carrier-grade NAT)"), ("100.100.100.200", "shared (carrier-grade NAT)"),
    ("224.0.0.1", "multicast"), ("239.255.255.250", "multicast"), ("ff02::1", "multicast"),
    ("255.255.255.255", "broadcast"), ("240.0.0.1", "reserved"), ("5f00::1", "reserved"), ("100::1", "reserved"),
    ("192.0.2.1", "documentation"), ("198.51.100.1", "documentation"), ("2001:db8::1", "documentation"),
    ("198.18.0.1", "benchmarking"), ("192.0.0.8", "protocol assignment"), ("2001:20::1", "protocol assignment"),
    ("64:ff9b::7f00:1", "NAT64"), ("64:ff9b::808:808", "NAT64"), ("64:ff9b:1::1", "NAT64"),
    ("2002:7f00:1::", "6to4"), ("2002:808:808::1", "6to4"), ("192.88.99.1", "6to4"),
    ("2001:0:7f00:1::1", "Teredo"),
    ("::ffff:127.0.0.1", "loopback"), ("::ffff:10.0.0.1", "private"), ("::127.0.0.1", "loopback"),
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.215.14", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"]


@pytest.mark.parametrize(("address", "reason"), FORBIDDEN)
def test_an_address_outside_the_public_internet_is_refused(address: str, reason: str) -> None:
    assert refusal(ip_address(address)) == reason


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_not_refused(address: str) -> None:
    assert refusal(ip_address(address)) is None


def test_an_allowed_network_is_not_refused_and_its_neighbours_are() -> None:
    allowed = parse_networks(["10.1.0.0/16", "::1"])
    assert refusal(ip_address("10.1.2.3"), allowed) is None
    assert refusal(ip_address("::ffff:10.1.2.3"), allowed) is None
    assert refusal(ip_address("::1"), allowed) is None
    assert refusal(ip_address("10.2.0.1"), allowed) == "private"


def test_behind_an_allowed_nat64_the_address_carried_is_judged() -> None:
    allowed = parse_networks(["64:ff9b::/96"])
    assert refusal(ip_address("64:ff9b::808:808"), allowed) is None
    assert refusal(ip_address("64:ff9b::7f00:1"), allowed) == "loopback"


def test_networks_may_be_written_with_host_bits_and_spaces() -> None:
    assert [str(network) for network in parse_networks([" 127.0.0.1/8", ""])] == ["127.0.0.0/8"]


def test_a_network_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/33"):
        parse_networks(["10.0.0.0/33"])


@pytest.mark.parametrize("odd", [odd for odd in SPELLINGS if odd not in {"name of its own", "user before the host"}])
def test_every_spelling_of_an_address_is_read_without_a_look_up(odd: str) -> None:
    address = literal_address(SPELLINGS[odd])
    assert address is not None
    assert refusal(address) is not None


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST.", "feeds.localhost", "localhost.localdomain"])
def test_names_of_this_machine_are_loopback(name: str) -> None:
    assert literal_address(name) == IPv4Address("127.0.0.1")


@pytest.mark.parametrize(
    "name", ["example.org", "127.0.0.2.example.org", "cafe.babe", "1.2.3.4.5", "99999999999", "::g", ""]
)
def test_a_name_is_no_address(name: str) -> None:
    assert literal_address(name) is None


def test_the_canary_is_refused() -> None:
    assert refusal(ip_address(CANARY), parse_networks(["127.0.0.1/32"])) == "loopback"
