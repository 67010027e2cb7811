"""Over TLS: a browser is told to come back in no other way, for as long as the operator says."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from samaki.web import settings as production

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = ("SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "SESSION_COOKIE_SECURE")
_HEADER = "Strict-Transport-Security"
_PAGE = "/api/openapi.json"  # open to everybody, and asks no database


def _as_set(monkeypatch: pytest.MonkeyPatch, folder: Path, **given: str) -> dict[str, Any]:
    """Return what the settings of an installation come to with these variables."""
    for name in ("SAMAKI_HTTPS", "SAMAKI_PROXY", "SAMAKI_HSTS_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAMAKI_DATA_DIR", str(folder))
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    found = runpy.run_path(production.__file__)
    return {name: found[name] for name in _NAMES}


@pytest.mark.parametrize(
    ("given", "secure", "header"),
    [
        ({"SAMAKI_HTTPS": "1", "SAMAKI_PROXY": "1"}, True, "max-age=31536000"),
        (
            {"SAMAKI_HTTPS": "1", "SAMAKI_PROXY": "1", "SAMAKI_HSTS_SECONDS": "3600"},
            True,
            "max-age=3600",
        ),
        ({"SAMAKI_HTTPS": "1", "SAMAKI_PROXY": "1", "SAMAKI_HSTS_SECONDS": "0"}, True, None),
        ({"SAMAKI_HTTPS": "1", "SAMAKI_PROXY": "1"}, False, None),
        ({"SAMAKI_HTTPS": "1"}, True, None),  # no server of ours says so: anybody may write it
        ({"SAMAKI_PROXY": "1"}, True, None),
        ({}, True, None),
    ],
)
def test_the_time_over_tls_alone_is_sent_when_and_as_the_operator_set_it(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settings: Any,
    given: dict[str, str],
    secure: bool,  # noqa: FBT001 - a table
    header: str | None,
) -> None:
    for name, value in _as_set(monkeypatch, tmp_path, **given).items():
        setattr(settings, name, value)

    sent = {"x-forwarded-proto": "https" if secure else "http"}
    answer = Client(headers=sent).get(_PAGE)

    assert answer.status_code == 200
    assert answer.headers.get(_HEADER) == header


def test_cookies_and_that_header_go_together(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    over_tls = _as_set(monkeypatch, tmp_path, SAMAKI_HTTPS="1")

    assert over_tls["SESSION_COOKIE_SECURE"]
    assert over_tls["SECURE_HSTS_SECONDS"] > 0
