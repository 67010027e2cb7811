"""The call to a model server: to the named address or nowhere, and every failure in words."""

from __future__ import annotations

from typing import Any

import pytest
from tests.ground.proposing.server import answering, serving

from samaki.ground.proposing import calls
from samaki.ground.proposing.calls import Model, ModelUnansweredError, complete, configured

ASKED = (("system", "Read."), ("user", "41 were held."))


def test_it_asks_the_named_model_and_returns_its_words() -> None:
    with serving(answering('{"claims": []}')) as (url, asked):
        words = complete(Model(f"{url}/", "small-1", "secret"), ASKED)

    assert words == '{"claims": []}'
    (said,) = asked
    assert (said["path"], said["model"]) == ("/v1/chat/completions", "small-1")
    assert said["key"] == "Bearer secret"
    assert said["messages"] == [
        {"role": "system", "content": "Read."},
        {"role": "user", "content": "41 were held."},
    ]
    assert said["temperature"] == 0


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 500, "error 500"),
        (b"no JSON", 200, "no completion"),
        (b'{"choices": []}', 200, "no completion"),
        (b"[" * 20_000, 200, "no completion"),
        (answering(None), 200, "no words"),
        (b"x" * (calls.LARGEST + 1), 200, "more than"),
    ],
)
def test_what_is_no_answer_is_said_in_words(body: bytes, status: int, said: str) -> None:
    with (
        serving(body, status=status) as (url, _asked),
        pytest.raises(ModelUnansweredError, match=said) as refused,
    ):
        complete(Model(url, "small-1"), ASKED)

    assert "41 were held" not in str(refused.value)


def test_no_redirect_is_followed() -> None:
    with (
        serving(answering("stolen")) as (other, asked_there),
        serving(b"", status=307, leads=f"{other}/chat/completions") as (url, asked),
        pytest.raises(ModelUnansweredError, match="error 307"),
    ):
        complete(Model(url, "small-1"), ASKED)

    assert (len(asked), asked_there) == (1, [])


def test_nobody_there_and_too_slow_are_said() -> None:
    with pytest.raises(ModelUnansweredError, match="did not answer"):
        complete(Model("http://127.0.0.1:9", "small-1"), ASKED)
    with (
        serving(answering("late"), waits=1.0) as (url, _asked),
        pytest.raises(ModelUnansweredError, match="did not answer"),
    ):
        complete(Model(url, "small-1"), ASKED, seconds=0.1)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "model", ""])
def test_only_a_server_is_asked(url: str) -> None:
    with pytest.raises(ModelUnansweredError, match="no address of a server"):
        complete(Model(url, "small-1"), ASKED)


def test_without_an_address_and_a_name_nobody_is_asked(settings: Any) -> None:
    assert configured() is None
    settings.SAMAKI_MODEL_URL = "http://127.0.0.1:11434/v1"
    assert configured() is None
    settings.SAMAKI_MODEL_NAME = "small-1"
    assert configured() == Model("http://127.0.0.1:11434/v1", "small-1")
