"""nginx in front of a site as ``deploy/`` describes it, and wrk, which asks many times faster than Python could."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.serving import free_port

CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; worker_processes 2;
events {{ worker_connections 256; }}
http {{
    access_log off; keepalive_requests 1000000; types {{ text/html html; }}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream application {{ server 127.0.0.1:{application}; keepalive 8; }}
    {cache}
    server {{
        listen 127.0.0.1:{port};
        location /static-copy/ {{ root {folder}; default_type text/html; }}
        location / {{ {proxied} }}
    }}
}}
"""
CACHE = "proxy_cache_path {folder}/cache keys_zone=pages:10m inactive=1d;"
PROXIED = """
    proxy_pass http://application; proxy_http_version 1.1;
    proxy_set_header Connection ""; proxy_set_header Host localhost;
    proxy_cache pages; proxy_cache_key $host$uri; proxy_ignore_headers Vary Cache-Control;
"""


@contextmanager
def nginx(folder: Path, application: int) -> Iterator[int]:
    """nginx with a page cache before the site at the port ``application``; yields its own port.

    Files in ``folder/static-copy`` are served as they are.
    """
    port = free_port()
    (folder / "nginx.conf").write_text(
        CONFIGURATION.format(
            folder=folder,
            application=application,
            port=port,
            cache=CACHE.format(folder=folder),
            proxied=PROXIED,
        )
    )
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def wrk(port: int, paths: Sequence[str], *, seconds: float, clients: int, folder: Path) -> float:
    """Answers a second to ``clients`` connections that ask for ``paths`` in turn; stops where one is not 200."""
    script = folder / "paths.lua"
    quoted = ", ".join(f'"{path}"' for path in paths)
    script.write_text(
        f"local paths = {{{quoted}}}\nlocal place = 0\n"
        "request = function()\n  place = place % #paths + 1\n"
        '  return wrk.format("GET", paths[place], {["Host"] = "localhost"})\nend\n'
    )
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:.0f}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    if "Non-2xx" in printed or "Socket errors" in printed:
        raise SystemExit(f"{paths[0]}: {printed}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    assert found, printed
    return float(found[1])
