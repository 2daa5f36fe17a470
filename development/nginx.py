"""The shipped configuration of nginx with other paths and ports, to be run by hand beside anything else.

Only names are replaced; every directive is the shipped one.
"""

import datetime
import os
import re
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .console import ROOT

SHIPPED = ROOT / "deploy" / "nginx"
# Debian's; nginx looks for them below its prefix, which is another one here.
MODULES = Path("/usr/lib/nginx/modules")
BROTLI = MODULES / "ngx_http_brotli_static_module.so"
PURGE = MODULES / "ngx_http_cache_purge_module.so"
MIME_TYPES = Path("/etc/nginx/mime.types")
WHOLE = """\
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
{user}
{modules}
events {{ worker_connections 512; }}
http {{
    include {mime_types};
    default_type application/octet-stream;
    access_log {folder}/nginx-access.log;
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    {shared}
    include {folder}/kb.conf;
    {purging}
}}
"""
PURGING = "server {{ listen 127.0.0.1:{port}; {location} }}"


def configuration(folder: Path, *, http: int, https: int, backend: int) -> str:
    """A whole configuration: ports of the loopback; ``static`` and ``media`` are below the folder, ``tls.pem`` too."""
    certificate = folder / "tls.pem"
    if not certificate.exists():
        make_certificate(certificate)
    site = (SHIPPED / "kb.conf").read_text()
    for shipped, ours in (
        ("unix:/run/kb/web.sock", f"127.0.0.1:{backend}"),
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{https} ssl"),
        ("server_name kb.example.org;", "server_name 127.0.0.1 localhost;"),
        ("/etc/letsencrypt/live/kb.example.org/fullchain.pem", str(certificate)),
        ("/etc/letsencrypt/live/kb.example.org/privkey.pem", str(certificate)),
        ("/etc/nginx/kb-proxy.conf", str(SHIPPED / "kb-proxy.conf")),
        ("/srv/kb/", f"{folder}/"),
    ):
        if shipped not in site:
            raise ValueError(f"deploy/nginx/kb.conf has no {shipped!r} any more.")
        site = site.replace(shipped, ours)
    if not BROTLI.exists():
        site = site.replace("brotli_static on;", "")
    (folder / "kb.conf").write_text(site)
    return _whole(folder, [BROTLI] if BROTLI.exists() else [])


def cluster(folder: Path, *, http: int, https: int, backends: Sequence[int], purge: int, bucket: str) -> str:
    """The same for several application servers, with pictures from ``bucket`` (an address) and pages kept in front.

    The port ``purge`` takes pages out. See deploy/cluster.md.
    """
    configuration(folder, http=http, https=https, backend=0)
    site = (folder / "kb.conf").read_text()
    servers = "".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;\n" for port in backends)
    upstream = re.sub(r"(    server 10[^\n]*\n)+", servers, _shipped("cluster-upstream.conf"))
    site = re.sub(r"upstream kb_web \{.*?\n\}\n", lambda _found: upstream, site, count=1, flags=re.DOTALL)
    pictures = _shipped("media-bucket.conf").replace("https://s3.example.org/kb-media", bucket)
    pictures = pictures.replace("proxy_set_header Host s3.example.org;", "")
    site = re.sub(
        r"    location /media/images/ \{.*?\n    \}\n", lambda _found: pictures, site, count=1, flags=re.DOTALL
    )
    site = site.replace("# include /etc/nginx/kept-pages.conf;", f"include {SHIPPED}/kept-pages.conf;")
    (folder / "kb.conf").write_text(site)
    shared = _shipped("kept-pages-http.conf") + _shipped("media-bucket-http.conf")
    purging = PURGING.format(port=purge, location=_shipped("kept-pages-purge.conf"))
    modules = [module for module in (BROTLI, PURGE) if module.exists()]
    return _whole(folder, modules, shared.replace("/var/cache/nginx/", f"{folder}/cache-"), purging)


def _shipped(name: str) -> str:
    return (SHIPPED / name).read_text()


def _whole(folder: Path, modules: Sequence[Path], shared: str = "", purging: str = "") -> str:
    return WHOLE.format(
        folder=folder,
        user="user root;" if os.geteuid() == 0 else "",
        modules="\n".join(f"load_module {module};" for module in modules),
        mime_types=MIME_TYPES,
        shared=shared,
        purging=purging,
    )


def make_certificate(file: Path) -> None:
    """Writes a key and a certificate for the loopback that signs itself, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    file.chmod(0o600)
