"""A model server on this machine, for the tests: it says what it is told to say."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def serving(
    body: bytes, *, status: int = 200, leads: str = "", waits: float = 0
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve one answer on this machine; yield the address and what was asked."""
    asked: list[dict[str, Any]] = []

    class Server(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            said = json.loads(self.rfile.read(length))
            key = self.headers.get("Authorization", "")
            asked.append({"path": self.path, "key": key, **said})
            time.sleep(waits)
            self.send_response(status)
            if leads:
                self.send_header("Location", leads)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.handle_error = lambda *_args: None  # type: ignore[method-assign] # who left is not heard
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def answering(words: object) -> bytes:
    return json.dumps({"choices": [{"message": {"content": words}}]}).encode()
