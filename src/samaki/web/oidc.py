"""The ministry's own log-in, by OpenID Connect: code flow with PKCE, state and nonce.

It proves who somebody is there, and nothing else: the first time by the log-in name of an account
that is there and open, from then on by the issuer's own key for the person, which is bound to that
account. What it may do follows from its appointments here. None is ever made.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from samaki.ground.access.guard import public
from samaki.ground.access.services import logins
from samaki.ground.access.services.identities import IdentityRefusedError, Proof, recognise
from samaki.ground.access.whence import absolute
from samaki.web.entering import admit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse


_NOTE = "oidc"  # the session's note of a log-in that is under way
_PATIENCE = 10  # seconds for an answer of the issuer
_LEEWAY = 60  # seconds by which the issuer's clock may differ
_LARGEST = 1024 * 1024  # bytes of an answer
_LONGEST_SUBJECT = 255  # letters, as OpenID Connect allows
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class OidcRefusedError(Exception):
    """The issuer's answer proves nothing. Carries why, for the log; the page says what to do."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow nobody: an answer could lead to what only this machine reaches."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        """Return nothing, so that the answer is an error."""


_OPENER = urllib.request.build_opener(_Stay)


def is_configured() -> bool:
    """Tell whether there is another log-in beside ours."""
    return bool(settings.SAMAKI_OIDC_ISSUER and settings.SAMAKI_OIDC_CLIENT_ID)


@public
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the issuer."""
    if not is_configured():
        return redirect("login")
    back, hosts = request.GET.get("next", ""), {request.get_host()}
    note = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
        "back": back if url_has_allowed_host_and_scheme(back, allowed_hosts=hosts) else "",
    }
    try:
        issuer = _discovered()
    except OidcRefusedError:
        return _refused(request, _("The ministry's log-in does not answer. Try again later."))
    request.session[_NOTE] = note
    digest = hashlib.sha256(note["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.SAMAKI_OIDC_CLIENT_ID,
        "redirect_uri": _return_address(request),
        "scope": "openid profile",
        "state": note["state"],
        "nonce": note["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return redirect(f"{issuer['authorization_endpoint']}?{urlencode(asked)}")


@public
def back(request: HttpRequest) -> HttpResponse:
    """Take the issuer's answer, prove it, and let in the account it is bound to, or binds."""
    note = request.session.pop(_NOTE, None)
    if note is None or not is_configured():
        return redirect("login")
    try:
        proof = _proof(request, note)
    except OidcRefusedError:
        logins.record_refused_log_in(username="", at=timezone.now())
        return _refused(request, _("The ministry's log-in did not vouch for you. Begin again."))
    try:
        return admit(request, recognise(proof), back=note["back"], proof=proof)
    except IdentityRefusedError as refusal:
        logins.record_refused_log_in(username=proof.username, at=timezone.now())
        return _refused(request, str(refusal))


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "login_refused.html", {"reason": reason, "wrong": True}, status=422)


def _proof(request: HttpRequest, note: Mapping[str, str]) -> Proof:
    """Return what the issuer vouches for. Raises OidcRefusedError."""
    code = request.GET.get("code", "")
    if not code or not constant_time_compare(request.GET.get("state", ""), note["state"]):
        why = "no code, or the answer to another question"
        raise OidcRefusedError(why)
    issuer = _discovered()
    tokens = _asked(
        issuer["token_endpoint"],
        form={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": _return_address(request),
            "client_id": settings.SAMAKI_OIDC_CLIENT_ID,
            "client_secret": settings.SAMAKI_OIDC_CLIENT_SECRET,
            "code_verifier": note["verifier"],
        },
    )
    claims = _proven(str(tokens.get("id_token", "")), issuer, nonce=note["nonce"])
    claim, subject = settings.SAMAKI_OIDC_CLAIM, claims["sub"]
    if claim not in claims and "userinfo_endpoint" in issuer:
        told = _asked(issuer["userinfo_endpoint"], bearer=str(tokens.get("access_token", "")))
        claims = told if told.get("sub") == subject else claims
    name = claims.get(claim)
    if not isinstance(name, str) or not name:
        why = f"the issuer says no {claim}"
        raise OidcRefusedError(why)
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        why = "the issuer says no key for the person"
        raise OidcRefusedError(why)
    return Proof(settings.SAMAKI_OIDC_ISSUER, subject, name)


def _proven(token: str, issuer: Mapping[str, Any], *, nonce: str) -> dict[str, Any]:
    """Return the claims of an identity token of ours, signed by the issuer, for this log-in."""
    client = settings.SAMAKI_OIDC_CLIENT_ID
    try:
        wanted = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_asked(issuer["jwks_uri"])).keys
        key = next(each for each in keys if wanted is None or each.key_id == wanted)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=_ALGORITHMS,
            audience=client,
            issuer=settings.SAMAKI_OIDC_ISSUER,
            leeway=_LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, StopIteration) as error:
        raise OidcRefusedError(str(error)) from error
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        why = "the token was made for another log-in"
        raise OidcRefusedError(why)
    if claims.get("azp", client) != client:
        why = "the token was made for another client"
        raise OidcRefusedError(why)
    return claims


def _discovered() -> dict[str, Any]:
    """Return what the issuer says of itself; it must be the issuer that was set."""
    issuer = settings.SAMAKI_OIDC_ISSUER
    found = _asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
    if found.get("issuer") != issuer or not needed <= found.keys():
        why = f"{issuer} does not describe itself"
        raise OidcRefusedError(why)
    return found


def _asked(url: str, *, form: Mapping[str, str] | None = None, bearer: str = "") -> dict[str, Any]:
    """Return the JSON object at an address: over TLS, or on this machine; led on, nowhere."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        why = f"{url} is not asked without TLS"
        raise OidcRefusedError(why)
    headers = {"Accept": "application/json"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    data = urlencode(form).encode() if form else None
    asked = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310 - checked above
    try:
        with _OPENER.open(asked, timeout=_PATIENCE) as answer:
            found = json.loads(answer.read(_LARGEST))
    except (OSError, ValueError) as error:
        raise OidcRefusedError(str(error)) from error
    if not isinstance(found, dict):
        why = f"{url} answers no object"
        raise OidcRefusedError(why)
    return found


def _return_address(request: HttpRequest) -> str:
    return absolute(request, reverse("oidc_back"))
