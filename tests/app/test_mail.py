"""Messages, against a real mail server on loopback."""

import datetime
import ipaddress
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.mail import send, send_later
from app.settings import Settings, load_settings
from data.errors import PortalError
from tests.live import free_port

TO, LINK = "someone@southampton.example", "https://portal.example/reset/a-secret-that-opens-a-door"
TEXT = f"Somebody – probably you – asked for it:\n\n{LINK}\n"


@dataclass
class Letterbox:
    """What a server was given; addresses that begin with `refused` are not taken."""

    letters: list[tuple[EmailMessage, Any]] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _: Any) -> str:  # noqa: N802
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append((message_from_bytes(envelope.content, policy=policy.default), session))
        return "250 OK"


@contextmanager
def serving(letterbox: Letterbox, **choices: Any) -> Iterator[int]:
    controller = Controller(letterbox, hostname="127.0.0.1", port=free_port(), **choices)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def settings(url: str) -> Settings:
    return load_settings(
        {
            "PORTAL_CACHE_DIR": "cache",
            "PORTAL_SMTP_URL": url,
            "PORTAL_URL": "https://portal.example",
            "PORTAL_MAIL_FROM": "p@x.example",
        }
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, with its key in the same file; nobody trusts it unless they are told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("mail") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def encrypted(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def admitting(names: list[tuple[bytes, bytes]]) -> Callable[..., AuthResult]:
    def admit(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        names.append((data.login, data.password))
        return AuthResult(success=data.password == b"p@ss/word", handled=False)

    return admit


def test_a_message_arrives_as_it_was_written() -> None:
    letterbox = Letterbox()
    with serving(letterbox) as port:
        send(settings(f"smtp://127.0.0.1:{port}"), TO, "Set a new password", TEXT)
    [(letter, _)] = letterbox.letters
    assert (letter["From"], letter["To"], letter["Subject"]) == ("p@x.example", TO, "Set a new password")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == TEXT


@pytest.mark.usefixtures("trusted")
def test_it_is_encrypted_where_the_server_can_and_introduced_by_name(encrypted: ssl.SSLContext) -> None:
    letterbox, names = Letterbox(), []
    choices = {"tls_context": encrypted, "require_starttls": True, "authenticator": admitting(names)}
    with serving(letterbox, **choices) as port:
        send(settings(f"smtp://portal%40x:p%40ss%2Fword@127.0.0.1:{port}"), TO, "Subject", TEXT)
    assert letterbox.letters[0][1].ssl is not None
    assert names == [(b"portal@x", b"p@ss/word")]


@pytest.mark.usefixtures("trusted")
def test_a_line_that_is_encrypted_from_the_start(encrypted: ssl.SSLContext) -> None:
    letterbox = Letterbox()
    with serving(letterbox, ssl_context=encrypted) as port:
        send(settings(f"smtps://127.0.0.1:{port}"), TO, "Subject", TEXT)
    assert len(letterbox.letters) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_cannot_prove_who_it_is_is_given_nothing(encrypted: ssl.SSLContext, scheme: str) -> None:
    letterbox = Letterbox()
    choices = {"tls_context": encrypted} if scheme == "smtp" else {"ssl_context": encrypted}
    with serving(letterbox, **choices) as port, pytest.raises(PortalError, match="cannot prove who it is"):
        send(settings(f"{scheme}://127.0.0.1:{port}"), TO, "Subject", TEXT)
    assert letterbox.letters == []


def test_no_password_goes_over_a_line_that_others_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """On loopback nobody else can; anywhere else the server must offer encryption."""
    letterbox, names = Letterbox(), []
    choices = {"authenticator": admitting(names), "auth_require_tls": False}
    with serving(letterbox, **choices) as port:
        send(settings(f"smtp://portal:p%40ss%2Fword@127.0.0.1:{port}"), TO, "Subject", TEXT)
        monkeypatch.setattr("app.mail.LOOPBACK", ())
        with pytest.raises(PortalError, match="offers no encryption"):
            send(settings(f"smtp://portal:p%40ss%2Fword@127.0.0.1:{port}"), TO, "Subject", TEXT)
    assert len(letterbox.letters) == len(names) == 1


@pytest.mark.parametrize(
    ("name", "to", "why"),
    [
        ("", "refused@southampton.example", "does not take messages for that address"),
        ("portal:wrong@", TO, "does not take the portal's name and password"),
        ("", "jörg@southampton.example", "did not take it"),
        ("", "someone\n@southampton.example", "did not take it"),
    ],
)
def test_what_is_not_taken_is_said_in_one_sentence(name: str, to: str, why: str) -> None:
    choices = {"authenticator": admitting([]), "auth_require_tls": False, "enable_SMTPUTF8": False}
    with serving(Letterbox(), **choices) as port, pytest.raises(PortalError, match=why) as refusal:
        send(settings(f"smtp://{name}127.0.0.1:{port}"), to, "Subject", TEXT)
    assert "make the link again later" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_server_that_is_not_there_is_said_and_no_link_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    away = settings(f"smtp://portal:secret@127.0.0.1:{free_port()}")
    with pytest.raises(PortalError, match="does not answer"):
        send(away, TO, "Subject", TEXT)
    with caplog.at_level(logging.DEBUG):
        send_later(away, TO, "Subject", TEXT).join()
    assert "does not answer" in caplog.text
    for hidden in (LINK, TO, "secret"):
        assert hidden not in caplog.text


def test_a_message_that_is_sent_later_arrives_too() -> None:
    letterbox = Letterbox()
    with serving(letterbox) as port:
        send_later(settings(f"smtp://127.0.0.1:{port}"), TO, "Subject", TEXT).join()
    assert len(letterbox.letters) == 1


def test_without_a_mail_server_nothing_is_sent() -> None:
    with pytest.raises(PortalError, match="sends no mail"):
        send(load_settings({"PORTAL_CACHE_DIR": "cache"}), TO, "Subject", TEXT)
