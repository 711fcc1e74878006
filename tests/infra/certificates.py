"""Certificates for mail servers on 127.0.0.1 that only these tests trust, made by openssl."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


class MissingOpensslError(Exception):
    """The machine has no openssl to make a certificate with."""


@dataclass(frozen=True)
class Certificate:
    """A certificate that signs itself; `authority` is the file to name as `cafile`."""

    authority: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.authority, self.key)
        return context


def make(folder: Path, address: str = "IP:127.0.0.1") -> Certificate:
    """A new certificate for `address`, for two days. Raises MissingOpensslError when the program is missing."""
    program = shutil.which("openssl")
    if not program:
        raise MissingOpensslError("openssl is missing (Debian: apt-get install openssl): mail over TLS is tested with it.")
    certificate = Certificate(folder / "certificate.pem", folder / "key.pem")
    what = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    whose = ["-subj", "/CN=sink", "-addext", f"subjectAltName={address}"]
    files = ["-keyout", certificate.key, "-out", certificate.authority]
    subprocess.run([program, "req", *what, *whose, *files], check=True, capture_output=True)
    return certificate
