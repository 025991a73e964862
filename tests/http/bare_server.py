"""The server without its pages, in a process that a test may kill: `-m tests.http.bare_server DATA PORT`.

With CERT and KEY behind that it speaks TLS as the product does.
"""

from __future__ import annotations

import asyncio
import sys

import uvicorn

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.cli.serve import TLS_SUITES
from iga_madoguchi.http.health import HealthRoutes, Readiness
from iga_madoguchi.jobs.gatekeeper import Gatekeeper
from iga_madoguchi.jobs.papers import PaperKeeper
from iga_madoguchi.web import guarded, routes


async def main(data_dir: str, port: int, cert: str | None = None, key: str | None = None) -> None:
    environ = {"IGA_DATA_DIR": data_dir, "IGA_MEDIA_ADDRESS": "127.0.0.1"}
    if cert is not None:
        environ["IGA_PUBLIC_URL"] = f"https://localhost:{port}"
    services = bootstrap.build(settings.load(environ))
    bootstrap.prepare(services)
    services.hub.start()
    await PaperKeeper(services.database, services.hub, services.vault, services.sealer).start()
    gatekeeper = Gatekeeper(services.database, services.hub, services.relay)
    health = HealthRoutes(services, Readiness(ready=True))
    app = guarded(routes(services, gatekeeper, health), services, policy="default-src 'none'")
    config = uvicorn.Config(
        app,
        port=port,
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
        server_header=False,
        ssl_certfile=cert,
        ssl_keyfile=key,
        ssl_ciphers=TLS_SUITES,
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:5]))
