"""A real nginx in front of a server, set up as docs/deploy/nginx.conf says."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

RULES = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"

needs_nginx = pytest.mark.skipif(
    shutil.which("nginx") is None and not os.environ.get("CI"),
    reason="needs nginx: sh tests/install_nginx.sh",
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def behind_nginx(
    folder: Path, upstream: int, *, with_tls: bool = False, most_mb: int | None = None
) -> Iterator[str]:
    """The address below which nginx passes requests to the port `upstream`; what it writes lies in `folder`.

    `most_mb`: the largest request in MB, where not as the rules say.
    """
    port = free_port()
    rules = RULES.read_text(encoding="utf-8").replace("127.0.0.1:7860", f"127.0.0.1:{upstream}")
    if most_mb is not None:
        rules = re.sub(r"client_max_body_size \d+m", f"client_max_body_size {most_mb}m", rules)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    tls = _certificate(folder) if with_tls else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ {temporary} access_log off;"
        f"server {{ listen 127.0.0.1:{port}{' ssl' if with_tls else ''}; {tls} {rules} }} }}"
    )
    command = ["nginx", "-e", f"{folder}/error.log", "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command) as process:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        try:
            yield f"{'https' if with_tls else 'http'}://127.0.0.1:{port}/qa/"
        finally:
            process.terminate()


def _certificate(folder: Path) -> str:
    """A certificate that nobody trusts, and the lines that name it."""
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*make, *files], check=True, capture_output=True, timeout=60)
    return f"ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;"
