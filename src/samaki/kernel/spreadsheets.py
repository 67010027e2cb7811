"""Text in a cell of a spreadsheet, where the first sign can turn words into a formula. Pure."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def spreadsheet_safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: those get a leading apostrophe."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def spreadsheet_plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_STARTS_A_FORMULA) else cell
