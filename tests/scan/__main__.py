"""`make scan`: sslyze and wapiti against the server's routes over TLS; reports in var/scan.

wapiti attacks as nobody and as a kiosk. What either finds, but for what is judged below, ends this with 1;
the reports are to be read all the same. Takes some minutes, so it is no part of the suite.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import trustme

from iga_madoguchi.http.headers import PAGES
from tests.e2e.server import ROOT, free_port
from tests.permissions import ROUTES

REPORTS = ROOT / "var" / "scan"
SECONDS, ATTACK_SECONDS = 20, 4  # of each walk, and of each kind of attack in it
# Those that need neither the internet nor a server of their own to call back to.
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,https_redirect,methods,permanentxss,"
    "redirect,shellshock,sql,timesql,upload,xss"
)
# Read, and as it should be: every form's Origin is looked at instead of a token in it (`http/identity.py`).
JUDGED = ("Lack of anti CSRF token",)
TLS_CHECKS = (
    "sslv2 sslv3 tlsv1 tlsv1_1 tlsv1_2 tlsv1_3 heartbleed openssl_ccs reneg robot compression fallback"
).split()
HEADERS = {
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
}


def main() -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            found = _tls(server) + _headers(server)
            for who in (None, "ayama"):
                found += _web(server, who)
        finally:
            server.stop()
    found = [line for line in found if not any(line.endswith(one) for one in JUDGED)]
    for line in found:
        sys.stdout.write(f"FOUND {line}\n")
    sys.stdout.write(f"{len(found)} findings; reports in {REPORTS}\n")
    return 1 if found else 0


class Server:
    """Everything but the pages, with a certificate of the moment."""

    def __init__(self, folder: Path) -> None:
        self.port, self._data = free_port(), folder / "data"
        self.url = f"https://localhost:{self.port}"
        certificate = trustme.CA().issue_cert("localhost")
        chain, key = folder / "cert.pem", folder / "key.pem"
        chain.write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
        certificate.private_key_pem.write_to_path(str(key))
        command = [sys.executable, "-m", "tests.http.bare_server", str(self._data), str(self.port)]
        self._process = subprocess.Popen([*command, str(chain), str(key)], stderr=subprocess.DEVNULL)
        for _ in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("localhost", self.port)).close()
                return
            time.sleep(0.1)
        raise TimeoutError("the server is not there")

    def cookies(self, terminal: str) -> str:
        """Of a browser that is enrolled as this terminal."""
        command = [sys.executable, "-m", "iga_madoguchi", "terminal", "enrol", terminal, "--json"]
        environ = {**os.environ, "IGA_DATA_DIR": str(self._data), "IGA_PUBLIC_URL": self.url}
        done = subprocess.run(command, env=environ, capture_output=True, check=True)
        with httpx.Client(verify=False) as browser:
            browser.get(json.loads(done.stdout)["enrol_url"])
            return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def _tls(server: Server) -> list[str]:
    """The protocol alone is judged: the certificate is the city's, here one of the moment."""
    report = REPORTS / "sslyze.json"
    asked = [_tool("sslyze", "sslyze"), "--mozilla_config=disable", f"--json_out={report}"]
    asked += [f"--{one}" for one in TLS_CHECKS]
    done = subprocess.run([*asked, f"localhost:{server.port}"], capture_output=True, text=True, check=False)
    (REPORTS / "sslyze.txt").write_text(done.stdout + done.stderr)
    result = json.loads(report.read_text())["server_scan_results"][0]["scan_result"]
    found = []
    for name in ("ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"):
        if result[f"{name}_cipher_suites"]["result"]["accepted_cipher_suites"]:
            found.append(f"sslyze: {name} is spoken")
    for name in ("tls_1_2", "tls_1_3"):
        for suite in result[f"{name}_cipher_suites"]["result"]["accepted_cipher_suites"]:
            named = suite["cipher_suite"]["name"]
            if "GCM" not in named and "CHACHA20" not in named:
                found.append(f"sslyze: {named}")
    if result["heartbleed"]["result"]["is_vulnerable_to_heartbleed"]:
        found.append("sslyze: heartbleed")
    if result["tls_compression"]["result"]["supports_compression"]:
        found.append("sslyze: compression")
    renegotiation = result["session_renegotiation"]["result"]
    if renegotiation["is_vulnerable_to_client_renegotiation_dos"]:
        found.append("sslyze: renegotiation by the client")
    return found


def _headers(server: Server) -> list[str]:
    """Of every route and page, as they leave the server."""
    found = []
    with httpx.Client(base_url=server.url, verify=False, follow_redirects=False) as browser:
        for path in sorted({*ROUTES, *PAGES, "/nothing-here"}):
            answer = browser.get(_filled(path))
            for name, wanted in HEADERS.items():
                if not answer.headers.get(name, "").startswith(wanted):
                    found.append(f"headers: {path} {answer.status_code} without {name}")
            for name in ("server", "x-powered-by", "access-control-allow-origin"):
                if name in answer.headers:
                    found.append(f"headers: {path} says {name}: {answer.headers[name]}")
    return found


def _web(server: Server, who: str | None) -> list[str]:
    """One walk with wapiti, with the cookies of a terminal that has sat down."""
    report = REPORTS / f"wapiti-{who or 'nobody'}.json"
    asked = [_tool("wapiti3", "wapiti"), "--url", f"{server.url}/", "--scope", "domain", "--module", MODULES]
    asked += [
        "--format",
        "json",
        "--output",
        str(report),
        "--flush-session",
        "--no-bugreport",
        "--level",
        "1",
    ]
    asked += ["--max-scan-time", str(SECONDS), "--max-attack-time", str(ATTACK_SECONDS), "--store-session"]
    asked += [str(REPORTS)]
    asked += [part for path in sorted({*PAGES, *ROUTES}) for part in ("--start", server.url + _filled(path))]
    if who is not None:
        asked += ["--header", f"Cookie: {server.cookies(who)}"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    (REPORTS / f"wapiti-{who or 'nobody'}.txt").write_text(done.stdout + done.stderr)
    told = json.loads(report.read_text())
    return [
        f"wapiti as {who or 'nobody'}: {kind}: {one['method']} {one['path']}: {one['info']}"
        for part in ("vulnerabilities", "anomalies")
        for kind, many in told[part].items()
        for one in many
    ]


def _filled(path: str) -> str:
    return path.replace("{", "").replace("}", "")


def _tool(environment: str, name: str) -> str:
    return str(REPORTS / environment / "bin" / name)


if __name__ == "__main__":
    sys.exit(main())
