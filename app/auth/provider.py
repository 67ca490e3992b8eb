"""A provider of OpenID Connect, such as a council's Entra ID: asked to say who somebody is, and not believed blindly.

After OpenID Connect Core 1.0 (3.1.3.7) and RFC 9700: the code flow with PKCE, a state and a nonce that work once.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from authlib.oidc.core import CodeIDToken
from flask import Flask
from joserfc.errors import JoseError
from requests import RequestException

from app.auth.fetching import ShortSession
from app.settings.provider import LOOPBACK, ProviderSettings
from data.errors import PortalError

NAME = "provider"
SCOPE = "openid profile email"
ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""How a token may be signed: with a key that only the provider has. Never `none`, never a secret that we share."""
LEEWAY = 60
"""Seconds by which its clock and ours may differ."""
KEPT_FOR = 3600
"""Seconds after which the provider is asked anew where it is and which keys it has."""
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
Claims = Mapping[str, Any]


class Refused(PortalError):
    """Nobody was signed in. The message is for the person; `why` is for the log and holds nothing that was sent."""

    def __init__(self, sentence: str, why: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.why = why
        self.status = status


class CouncilProvider(FlaskOAuth2App):  # type: ignore[misc]  # published without types
    """Authlib's client, which takes from the provider's description of itself only what was looked at."""

    client_cls = ShortSession
    server_metadata: dict[str, Any]
    issuer = ""
    label = ""
    """What people are told it is called."""

    def load_server_metadata(self) -> dict[str, Any]:
        """Where the provider is and how it signs; fetched when first needed and every hour."""
        kept = self.server_metadata
        if time.time() - kept.get("_loaded_at", 0) < KEPT_FOR:
            return kept
        with self._get_session() as session:
            answer = session.request("GET", self._server_metadata_url, withhold_token=True)
            answer.raise_for_status()
            self.server_metadata = _looked_at(answer.json(), self.issuer)
        return self.server_metadata


def register(server: Flask, settings: ProviderSettings) -> CouncilProvider:
    """The provider of a server. Nothing is fetched before somebody signs in."""
    client: CouncilProvider = OAuth(server).register(
        NAME,
        client_cls=CouncilProvider,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=settings.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256"},
    )
    client.issuer, client.label = settings.issuer, settings.name
    return client


def question(client: CouncilProvider, back: str) -> dict[str, str]:
    """The address (`url`) at which the provider asks who somebody is, and what its answer must fit: `state`, `nonce`
    and `code_verifier`."""
    asked: dict[str, str] = _asked(client, lambda: client.create_authorization_url(back))
    return asked


def answer(client: CouncilProvider, code: str, asked: Mapping[str, str]) -> Claims:
    """Who somebody is, by the code that they came back with. Raises Refused, with the reason, for whatever is amiss."""
    claims: Claims = _asked(client, lambda: _exchanged(client, code, asked))
    return claims


def way_out(client: CouncilProvider, back: str) -> str:
    """Where somebody signs out of the provider itself; empty where it has no such place."""
    metadata = _asked(client, client.load_server_metadata)
    if "end_session_endpoint" not in metadata:
        return ""
    asked = client.create_logout_url(post_logout_redirect_uri=back, client_id=client.client_id)
    return str(asked["url"])


def _exchanged(client: CouncilProvider, code: str, asked: Mapping[str, str]) -> Claims:
    token = client.fetch_access_token(asked["back"], code=code, code_verifier=asked["code_verifier"])
    if not isinstance(token.get("id_token"), str):
        raise Refused(_amiss(client), "no ID token")
    must_be = {
        "iss": {"essential": True, "value": client.issuer},
        "aud": {"essential": True, "value": client.client_id},
    }
    claims: Claims = client.parse_id_token(token, asked["nonce"], must_be, CodeIDToken, leeway=LEEWAY)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise Refused(_amiss(client), "subject")
    return claims


def _asked(client: CouncilProvider, ask: Callable[[], Any]) -> Any:
    """What the provider answers. Whatever goes wrong is one sentence; what it sent is repeated to nobody."""
    try:
        return ask()
    except RequestException as error:
        raise Refused(
            f"Signing in with {client.label} is not possible now, because it does not answer as it should; try again "
            "in a few minutes, or sign in with a password of this portal if you have one.",
            f"no answer ({type(error).__name__})",
            502,
        ) from error
    except JoseError as error:
        raise Refused(_amiss(client), " ".join(filter(None, [error.error, getattr(error, "claim", "")]))) from error
    except AuthlibBaseError as error:
        raise Refused(_amiss(client), "the code was refused") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(_amiss(client), f"an answer that cannot be read ({type(error).__name__})") from error


def _amiss(client: CouncilProvider) -> str:
    return (
        f"Nobody was signed in, because what came back from {client.label} could not be trusted. Begin again; "
        "if it goes on, tell who runs this portal."
    )


def _looked_at(told: Any, issuer: str) -> dict[str, Any]:
    """What is used of a provider's description of itself. Raises Refused unless it is the provider of the settings.

    A description for every tenant at once ("https://login.microsoftonline.com/{tenantid}/v2.0") is nobody's issuer.
    """
    if told.get("issuer") != issuer:
        raise Refused(_wrongly_set_up(), "its issuer is not the one of the settings", 502)
    kept = {name: told[name] for name in ADDRESSES}
    if isinstance(told.get("end_session_endpoint"), str):
        kept["end_session_endpoint"] = told["end_session_endpoint"]
    if not all(_is_safe(address, issuer) for address in kept.values()):
        raise Refused(_wrongly_set_up(), "an address of its own that is not safe", 502)
    offered = told.get("id_token_signing_alg_values_supported", ["RS256"])
    allowed = [algorithm for algorithm in ASYMMETRIC if algorithm in offered]
    # An empty list would mean to the library beneath that every usual one may be used, shared secrets included.
    if not allowed:
        raise Refused(_wrongly_set_up(), "it signs in no way that can be trusted", 502)
    return kept | {"issuer": issuer, "id_token_signing_alg_values_supported": allowed, "_loaded_at": time.time()}


def _wrongly_set_up() -> str:
    return (
        "Signing in is not set up rightly: the provider is not the one that this portal expects. Tell who runs this "
        "portal; a password of this portal works as before."
    )


def _is_safe(address: object, issuer: str) -> bool:
    """Whether an address may be sent a secret, or somebody be sent to it: HTTPS, but for a provider on this machine."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK and urlsplit(issuer).scheme == "http"
    return bool(parts.hostname) and parts.username is None and (parts.scheme == "https" or is_local)
