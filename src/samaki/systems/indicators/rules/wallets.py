"""Wallets: addresses of three chains, by their own checksums. Pure.

Bitcoin: base58check, and bech32 and bech32m (BIP 173, BIP 350). Ethereum: capitals as EIP-55 says,
by Keccak-256, which is not the SHA-3 of the standard library. Tron: base58check.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from samaki.systems.indicators.rules.kinds import Reading, reason

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_CONSTANTS = {0: 1}
_BECH32M = 0x2BC830A3
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_HEX = re.compile(r"0x[0-9a-fA-F]{40}")
_BITCOIN_VERSIONS = (0x00, 0x05)
_TRON_VERSION = 0x41


def btc(text: str) -> Reading | Reason:
    """Read a Bitcoin address; a bech32 one is kept in small letters."""
    if text.lower().startswith("bc1"):
        return _bech32(text)
    return _base58check(text, _BITCOIN_VERSIONS)


def tron(text: str) -> Reading | Reason:
    """Read a Tron address."""
    return _base58check(text, (_TRON_VERSION,))


def eth(text: str) -> Reading | Reason:
    """Read an Ethereum address; kept with the capitals that check it."""
    if not _HEX.fullmatch(text):
        return reason("wallet_form", text=text)
    body = text[2:]
    value = _checked_capitals(body.lower())
    if body in {body.lower(), body.upper()}:
        return Reading(value, ("no_checksum",))
    return Reading(value) if text == value else reason("wallet_check", text=text)


def _base58check(text: str, versions: tuple[int, ...]) -> Reading | Reason:
    if not text or any(character not in _BASE58 for character in text):
        return reason("wallet_form", text=text)
    number = 0
    for character in text:
        number = number * 58 + _BASE58.index(character)
    zeros = len(text) - len(text.lstrip("1"))
    data = b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(data) != 25 or data[0] not in versions:  # noqa: PLR2004 - version, 20 bytes, 4 to check
        return reason("wallet_form", text=text)
    check = hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4]
    return Reading(text) if check == data[-4:] else reason("wallet_check", text=text)


def _bech32(text: str) -> Reading | Reason:
    value = text.lower()
    body = value[3:]
    is_mixed = text not in {value, text.upper()}
    lengths = (39, 59)  # after `bc1`: a key's hash, a script's or a taproot key
    if is_mixed or any(c not in _BECH32 for c in body) or len(body) not in lengths:
        return reason("wallet_form", text=text)
    digits = [_BECH32.index(character) for character in body]
    expected = _BECH32_CONSTANTS.get(digits[0], _BECH32M)
    found = _polymod([3, 3, 0, 2, 3, *digits])  # `bc`, expanded
    return Reading(value) if found == expected else reason("wallet_check", text=text)


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    return check


def _checked_capitals(body: str) -> str:
    digest = keccak256(body.encode()).hex()
    raised = (
        letter.upper() if int(nibble, 16) > 7 else letter  # noqa: PLR2004 - EIP-55: 8 and above
        for letter, nibble in zip(body, digest, strict=False)
    )
    return f"0x{''.join(raised)}"


def keccak256(data: bytes) -> bytes:
    """Return the Keccak-256 digest: the sponge of SHA-3 with the padding it had before."""
    rate = 136
    padded = bytearray(data + b"\x01")
    padded += b"\x00" * (-len(padded) % rate)
    padded[-1] |= 0x80
    lanes = [0] * 25
    for start in range(0, len(padded), rate):
        for lane in range(rate // 8):
            block = padded[start + 8 * lane : start + 8 * lane + 8]
            lanes[lane] ^= int.from_bytes(block, "little")
        lanes = _permuted(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permuted(lanes: list[int]) -> list[int]:
    """Return the 25 lanes after the 24 rounds of Keccak-f[1600]; lane x, y lies at x + 5 y."""
    register = 1
    for _ in range(24):
        columns = [
            lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20]
            for x in range(5)
        ]
        mixed = [columns[x - 1] ^ _turned(columns[(x + 1) % 5], 1) for x in range(5)]
        lanes = [lane ^ mixed[place % 5] for place, lane in enumerate(lanes)]
        lanes = _moved(lanes)
        lanes = [
            lanes[x + y] ^ (~lanes[(x + 1) % 5 + y] & lanes[(x + 2) % 5 + y])
            for y in range(0, 25, 5)
            for x in range(5)
        ]
        constant, register = _constant(register)
        lanes[0] ^= constant
    return lanes


def _moved(lanes: list[int]) -> list[int]:
    """Return the lanes turned and carried to their new places (rho and pi)."""
    moved = list(lanes)
    x, y = 1, 0
    for step in range(24):
        turned = _turned(lanes[x + 5 * y], (step + 1) * (step + 2) // 2 % 64)
        x, y = y, (2 * x + 3 * y) % 5
        moved[x + 5 * y] = turned
    return moved


def _constant(register: int) -> tuple[int, int]:
    """Return a round's constant, and the shift register after it."""
    constant = 0
    for step in range(7):
        if register & 1:
            constant |= 1 << ((1 << step) - 1)
        register = (register << 1) ^ (0x171 if register >> 7 else 0)
    return constant, register


def _turned(lane: int, by: int) -> int:
    return (lane << by | lane >> (64 - by)) & 0xFFFFFFFFFFFFFFFF
