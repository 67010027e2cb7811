"""A small OpenID Connect issuer on this machine, for the tests: it vouches for whom it is told."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIENT, SECRET = "samaki", "between-us"


class Issuer:
    """What it says; a test changes `claims` and the rest to see Samaki refuse."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with = self.key
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.keeps_nonce = True
        self.asked: dict[str, str] = {}
        self.leads: dict[str, str] = {}  # by path, where it leads instead of answering
        self.was_followed = False

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser is sent back to."""
        self.asked = query
        back = {"code": "the-code", "state": query["state"]}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Return the tokens, if client, code and PKCE are right."""
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (form.get("client_secret"), form.get("code")) != (SECRET, "the-code"):
            return None
        if challenge != self.asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300}
        if self.keeps_nonce:
            claims["nonce"] = self.asked["nonce"]
        signed = jwt.encode(
            claims | self.claims, self.signs_with, algorithm="RS256", headers={"kid": "k1"}
        )
        return {"id_token": signed, "access_token": "for-userinfo", "token_type": "Bearer"}

    def keys(self) -> dict[str, Any]:
        """Return its public key."""
        public = json.loads(
            jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=False)
        )
        return {"keys": [public | {"kid": "k1", "alg": "RS256", "use": "sig"}]}

    def leads_on(self, asked: BaseHTTPRequestHandler) -> bool:
        """Lead elsewhere instead of answering, where it is told to; return whether it did."""
        to = self.leads.get(urlsplit(asked.path).path)
        if to is not None:
            asked.send_response(302)
            asked.send_header("Location", to)
            asked.end_headers()
        return to is not None

    def followed(self) -> dict[str, Any]:
        """Answer at the address to which it leads, and remember that somebody came."""
        self.was_followed = True
        return self.described() | self.keys()

    def described(self) -> dict[str, Any]:
        """Return its own description."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
        }


@contextmanager
def running() -> Iterator[Issuer]:
    """Run an issuer on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            if issuer.leads_on(self):
                return
            if url.path == "/authorize":
                asked = {key: values[0] for key, values in parse_qs(url.query).items()}
                self.send_response(302)
                self.send_header("Location", issuer.authorize(asked))
                self.end_headers()
                return
            pages: dict[str, Callable[[], dict[str, Any]]] = {
                "/.well-known/openid-configuration": issuer.described,
                "/keys": issuer.keys,
                "/userinfo": lambda: issuer.userinfo,
                "/elsewhere": issuer.followed,
            }
            self._answer(pages[url.path]())

        def do_POST(self) -> None:
            if issuer.leads_on(self):
                return
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {key: values[0] for key, values in parse_qs(body).items()}
            self._answer(issuer.token(form))

        def _answer(self, found: dict[str, Any] | None) -> None:
            self.send_response(400 if found is None else 200)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own word
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = Issuer(f"http://127.0.0.1:{server.server_port}")
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
