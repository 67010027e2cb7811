"""The front page before anything is on record."""

from __future__ import annotations

from django.test import Client


def test_an_empty_installation_says_so(db: None) -> None:
    assert "No claim is accepted" in Client().get("/").content.decode()
