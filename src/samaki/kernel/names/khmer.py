"""A small reading of Khmer letters in Latin ones: good enough to find a name, not to print one."""

from __future__ import annotations

import unicodedata

# Consonants with the vowel they carry: the first row's is a, the second row's is o.
_FIRST = {
    "ក": "k", "ខ": "kh", "ច": "ch", "ឆ": "chh", "ដ": "d", "ឋ": "th", "ណ": "n", "ត": "t", "ថ": "th",
    "ប": "b", "ផ": "ph", "ស": "s", "ហ": "h", "ឡ": "l", "អ": "",
}  # fmt: skip
_SECOND = {
    "គ": "k", "ឃ": "kh", "ង": "ng", "ជ": "ch", "ឈ": "chh", "ញ": "nh", "ឌ": "d", "ឍ": "th",
    "ទ": "t", "ធ": "th", "ន": "n", "ព": "p", "ភ": "ph", "ម": "m", "យ": "y", "រ": "r", "ល": "l",
    "វ": "v",
}  # fmt: skip
# A vowel sign: how it is read after the first row, and after the second.
_VOWELS = {
    "ា": ("a", "ea"), "ិ": ("e", "i"), "ី": ("ey", "i"), "ឹ": ("oe", "i"), "ឺ": ("oeu", "eu"),
    "ុ": ("o", "u"), "ូ": ("o", "ou"), "ួ": ("uo", "uo"), "ើ": ("aeu", "eu"), "ឿ": ("oea", "oea"),
    "ៀ": ("ie", "ie"), "េ": ("e", "e"), "ែ": ("ae", "e"), "ៃ": ("ai", "ey"), "ោ": ("ao", "o"),
    "ៅ": ("au", "ov"), "ំ": ("am", "um"), "ះ": ("ah", "eah"),
}  # fmt: skip
_INHERENT = ("a", "o")
_FINALS = {"kh": "k", "chh": "ch", "th": "t", "ph": "p", "d": "t"}
_COENG, _TO_FIRST, _TO_SECOND, _SILENT = "្", "៉", "៊", "៍"
_INDEPENDENT = {
    "ឥ": "e",
    "ឦ": "ei",
    "ឧ": "u",
    "ឪ": "ov",
    "ឫ": "rue",
    "ឯ": "ae",
    "ឱ": "ao",
    "ឳ": "au",
}


def read(text: str) -> str:
    """Return how a Khmer word is read, roughly: `សុខ` is `sok`."""
    syllables = _clusters(unicodedata.normalize("NFC", text))
    said = []
    for number, (sounds, row, vowel) in enumerate(syllables):
        is_last = number == len(syllables) - 1
        if vowel:
            said.append(sounds + vowel)
        elif number and (is_last or not syllables[number - 1][2].endswith(("m", "h"))):
            # Without a sign of its own it closes the syllable before it.
            said.append(_FINALS.get(sounds, sounds))
        else:
            said.append(sounds + _INHERENT[row])
    return "".join(said)


def _clusters(text: str) -> list[tuple[str, int, str]]:
    """Return consonant clusters: their sounds, their row (0 or 1), and the signs' reading."""
    found: list[tuple[str, int, str]] = []
    is_joined = False
    for letter in text:
        if letter in _FIRST or letter in _SECOND:
            row = 0 if letter in _FIRST else 1
            sound = _FIRST.get(letter, _SECOND.get(letter, ""))
            if is_joined and found:
                found[-1] = (found[-1][0] + sound, found[-1][1], found[-1][2])
            else:
                found.append((sound, row, ""))
            is_joined = False
        elif letter in _INDEPENDENT:
            found.append((_INDEPENDENT[letter], 0, ""))
        elif found:
            is_joined = letter == _COENG
            found = _signed(found, letter)
    return found


def _signed(found: list[tuple[str, int, str]], sign: str) -> list[tuple[str, int, str]]:
    *before, (sounds, row, vowel) = found
    if sign == _SILENT:
        return before
    if sign in {_TO_FIRST, _TO_SECOND}:
        return [*before, (sounds, 0 if sign == _TO_FIRST else 1, vowel)]
    return [*before, (sounds, row, vowel + _VOWELS[sign][row] if sign in _VOWELS else vowel)]
