"""A server that speaks TLS under a name of its own making."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils.timezone import now

NAME = "chat.example.com"


class TlsServer:
    """Answers every request with 204, and keeps who was asked for and what was said."""

    def __init__(self, certificate):
        self.certificate = certificate
        self.names, self.requests = [], []
        write_certificate(certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda sock, name, _: self.names.append(name)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        serving = threading.Thread(target=self._serve, args=[context], daemon=True)
        serving.start()

    def end(self):
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self, context):
        while True:
            try:
                plain, _ = self._server.accept()
            except OSError:
                return
            with plain, suppress(OSError):
                safe = context.wrap_socket(plain, server_side=True)
                said = b""
                # To the end of the body: hanging up on unread words resets the connection.
                while not said.endswith(b"{}"):
                    said += safe.recv(65536)
                self.requests.append(said.decode())
                safe.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
                safe.close()


def write_certificate(path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    names = x509.SubjectAlternativeName([x509.DNSName(NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    unlocked = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(
        key.private_bytes(pem, form, unlocked) + certificate.public_bytes(pem)
    )
