"""Which addresses a crawler may connect to: pure functions over IP addresses and the ways to spell them.

A page, a feed or a name server can send a crawler anywhere, into the operator's own network too. Only addresses of the
public Internet are fetched; everything else is refused unless the operator allows its network.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import unquote

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The IANA special-purpose registries (RFC 6890 and its successors), multicast, and the mechanisms that carry another
# address inside. Python's own `is_global` is no help: it says yes to multicast, NAT64, 6to4 and site-local addresses,
# and changes between releases. The first match names the reason.
SPECIAL: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(cidr), reason)
    for reason, cidrs in {
        "unspecified": "0.0.0.0/32 ::/128",
        "loopback": "127.0.0.0/8 ::1/128",
        "private": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7",
        "link-local": "169.254.0.0/16 fe80::/10",
        "shared (carrier-grade NAT)": "100.64.0.0/10",
        "broadcast": "255.255.255.255/32",
        "multicast": "224.0.0.0/4 ff00::/8",
        "site-local": "fec0::/10",
        "NAT64": "64:ff9b::/96 64:ff9b:1::/48",
        "6to4": "2002::/16 192.88.99.0/24",
        "Teredo": "2001::/32",
        "documentation": "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20",
        "benchmarking": "198.18.0.0/15 2001:2::/48",
        "this network": "0.0.0.0/8",
        "protocol assignment": "192.0.0.0/24 192.31.196.0/24 192.52.193.0/24 192.175.48.0/24 2001::/23",
        "reserved": "240.0.0.0/4",
    }.items()
    for cidr in cidrs.split()
)
GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The only IPv6 space that is given out (RFC 4291, section 2.4); all else that is not named above is reserved."""

COMPATIBLE = IPv6Network("::/96")
NAT64 = IPv6Network("64:ff9b::/96")

DOTS = re.compile("[\u3002\uff0e\uff61]")
"""What IDNA takes for a dot besides the full stop (RFC 3490, section 3.1)."""
NUMERIC = re.compile(r"[0-9a-fx.]+", re.ASCII)
LOCAL_NAMES = ("localhost", "localhost.localdomain")


def parse_networks(cidrs: Iterable[str]) -> tuple[Network, ...]:
    """Gives the networks that ``cidrs`` ("10.1.0.0/16", "::1") name. Raises ``ValueError`` for one that is none."""
    return tuple(ip_network(cidr.strip(), strict=False) for cidr in cidrs if cidr.strip())


def refusal(address: Address, allowed: Sequence[Network] = ()) -> str | None:
    """Says why a crawler may not connect to ``address``, or gives ``None`` where it may.

    An IPv4 address inside an IPv6 one (mapped or compatible) is judged as what it is. Addresses of the transition
    mechanisms (NAT64, 6to4, Teredo) are refused as such, since they reach whatever they carry; where the operator
    allows their network (``64:ff9b::/96`` behind a NAT64), the address they carry is judged.
    """
    address = _unwrap(address)
    if any(address in network for network in allowed):
        carried = _carried(address)
        return None if carried is None else refusal(carried, allowed)
    for network, reason in SPECIAL:
        if address in network:
            return reason
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return "reserved"
    return None


def literal_address(host: str) -> Address | None:
    """Gives the address that ``host`` spells without any look-up, or ``None`` for a name.

    Understands what the C library, browsers and IDNA understand: ``127.1``, ``2130706433``, ``0x7f.1``, ``0177.0.0.1``,
    digits in circles, ideographic dots, percent escapes, brackets and zones. ``localhost`` and names below it are
    loopback by definition (RFC 6761, section 6.3).
    """
    text = DOTS.sub(".", unicodedata.normalize("NFKC", unquote(host))).strip().strip("[]").rstrip(".").lower()
    if text in LOCAL_NAMES or text.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    if ":" in text:
        try:
            return ip_address(text.partition("%")[0])
        except ValueError:
            return None
    if not NUMERIC.fullmatch(text):
        return None
    try:
        return IPv4Address(socket.inet_aton(text))
    except OSError:
        return None


def _unwrap(address: Address) -> Address:
    """Gives the IPv4 address of a mapped (RFC 4291, 2.5.5.2) or compatible (2.5.5.1) IPv6 one, others as they are."""
    if not isinstance(address, IPv6Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    # :: and ::1 lie in the compatible range too, but are addresses of their own.
    if address in COMPATIBLE and int(address) > 1:
        return IPv4Address(int(address))
    return address


def _carried(address: Address) -> Address | None:
    """Gives the IPv4 address behind a NAT64 (RFC 6052), 6to4 (RFC 3056) or Teredo (RFC 4380) one."""
    if not isinstance(address, IPv6Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    return address.teredo[1] if address.teredo is not None else None
