"""Ways to write the address 127.0.0.2 (and its like) that reach loopback where nobody looks closely."""

from __future__ import annotations

CANARY = "127.0.0.2"
"""A loopback address that no test allows; whoever is asked there was reached by mistake."""

SPELLINGS: dict[str, str] = {
    "dotted": "127.0.0.2",
    "final dot": "127.0.0.2.",
    "two parts": "127.2",
    "three parts": "127.0.2",
    "one number": "2130706434",
    "hexadecimal": "0x7f000002",
    "hexadecimal parts": "0x7f.0x0.0x0.0x2",
    "octal": "0177.0.0.2",
    "octal number": "017700000002",
    "mixed": "0x7f.0.02",
    "padded": "127.000.000.002",
    "digits in circles": "①②⑦.⓪.⓪.②",
    "fullwidth digits": "１２７.０.０.２",
    "ideographic dots": "127。0。0。2",
    "halfwidth dots": "127｡0｡0｡2",
    "percent escapes": "%31%32%37.0.0.2",
    "IPv4-mapped": "[::ffff:127.0.0.2]",
    "IPv4-mapped in figures": "[::ffff:7f00:2]",
    "IPv4-compatible": "[::127.0.0.2]",
    "NAT64": "[64:ff9b::7f00:2]",
    "6to4": "[2002:7f00:2::]",
    "name of its own": "canary.test",
    "user before the host": "news.example.org@127.0.0.2",
}
"""By what is odd about them. ``canary.test`` resolves to the canary."""

NAMES = {"canary.test": [[CANARY]]}
