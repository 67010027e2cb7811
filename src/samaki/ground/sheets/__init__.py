"""Spreadsheets in and out, XLSX and CSV: rows of text, and nothing that runs. openpyxl's door."""
