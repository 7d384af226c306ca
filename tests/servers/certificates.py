"""Certificates for localhost that nobody but the test trusts."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.ports import program


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    cert: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        return context


def self_signed(folder: Path, *, name: str = "localhost") -> Certificate:
    """A certificate for `name` (and 127.0.0.1, for localhost) that is its own authority."""
    openssl = program("openssl", "openssl")
    made = Certificate(cert=folder / f"{name}.pem", key=folder / f"{name}.key")
    also = ",IP:127.0.0.1" if name == "localhost" else ""
    kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30")
    names = ("-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}{also}")
    files = ("-keyout", str(made.key), "-out", str(made.cert))
    subprocess.run([openssl, "req", *kind, *names, *files], check=True, capture_output=True)
    return made
