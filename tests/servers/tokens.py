"""A token endpoint on loopback, asked as Microsoft's and Google's are: issues access tokens, and says whose they are (RFC 7662)."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs

CLIENT, SECRET = "mailbot", "s3cret"


class TokenEndpoint:
    """Grants everything to CLIENT with SECRET until told otherwise. `asked` holds the form of each token request."""

    def __init__(self, user: str = "info@company.test", *, expires_in: int | None = 3600) -> None:
        self.user = user
        self.expires_in = expires_in
        self.refresh_token = ""  # the one that is good now; "" = the client has none
        self.rotates = False  # a new refresh token with each access token, and the old one is dead
        self.answers: list[tuple[int, bytes, dict[str, str]]] = []  # said instead, one after the other
        self.asked: list[dict[str, str]] = []
        self.good: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"endpoint": self}))
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}/token"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="token endpoint")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def refuse(self, error: str, status: int = 400) -> None:
        self.answer(status, json.dumps({"error": error, "error_description": "as the test wants it"}).encode())

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.answers.append((status, body, headers))

    def revoke_all(self) -> None:
        self.good.clear()

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(form)
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret"}
        by_refresh = form["grant_type"] == "refresh_token"
        if by_refresh and form.get("refresh_token") != self.refresh_token:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        token = f"access-{len(self.asked)}"
        self.good.add(token)
        told: dict[str, Any] = {"access_token": token, "token_type": "Bearer"}
        told |= {"expires_in": self.expires_in} if self.expires_in is not None else {}
        if by_refresh and self.rotates:
            self.refresh_token = told["refresh_token"] = f"refresh-{len(self.asked)}"
        return 200, told

    def introspect(self, form: dict[str, str]) -> dict[str, Any]:
        if form.get("token") not in self.good:
            return {"active": False}
        return {"active": True, "username": self.user, "scope": "mail"}


class _Handler(BaseHTTPRequestHandler):
    endpoint: ClassVar[TokenEndpoint]

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        if self.path == "/introspect":
            self._say(200, json.dumps(self.endpoint.introspect(form)).encode(), {})
        elif self.endpoint.answers:
            self.endpoint.asked.append(form)
            self._say(*self.endpoint.answers.pop(0))
        else:
            status, told = self.endpoint.token(form)
            self._say(status, json.dumps(told).encode(), {})

    def _say(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return None


class FixedToken:
    """One token for good, that counts how often it was refused."""

    def __init__(self, token: str) -> None:
        self._token = token
        self.refusals = 0

    def __call__(self) -> str:
        return self._token

    def refused(self) -> None:
        self.refusals += 1
