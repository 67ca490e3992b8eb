"""A provider of OpenID Connect on this machine: Authlib's own server side, and switches with which it misbehaves.

It keeps to the standards by itself: a code works once, for the client and the address it was given for, and only with
the verifier of its challenge. A test sets what is to be wrong on `Provider.wrong`.
"""

import base64
import hashlib
import hmac
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.models import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

TENANT = "0f8fad5b-d9cb-469f-a165-70867728950e"
PATH = f"/{TENANT}/v2.0"
"""As Entra ID has it; without a `tid` in its tokens it is a provider like any other."""
CLIENT_ID, CLIENT_SECRET = "alongside", "a secret that the portal and the provider share"

Claims = dict[str, Any]
Answer = Callable[[], Response]


@dataclass
class Wrong:
    """What the provider does otherwise than it should; nothing, as it stands."""

    claims: Claims = field(default_factory=dict)
    without: tuple[str, ...] = ()
    signed: Callable[["Provider", Claims], str] | None = None
    description: Claims = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    """By the last word of the endpoint: `token`, `keys`, `openid-configuration`."""
    error: dict[str, str] = field(default_factory=dict)
    takes_codes_twice: bool = False


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]  # published without types
    """A code that was given out."""

    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Client(ClientMixin):  # type: ignore[misc]
    """The portal, as it is registered with the provider: with one address to come back to."""

    def __init__(self, provider: "Provider") -> None:
        self._provider = provider

    def get_client_id(self) -> str:
        return CLIENT_ID

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self._provider.back

    def check_client_secret(self, client_secret: str) -> bool:
        return hmac.compare_digest(client_secret, CLIENT_SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"

    def get_allowed_scope(self, scope: str) -> str:
        return scope


class Provider:
    """The provider while it is served. `somebody` are the claims about whoever signs in there next."""

    def __init__(self) -> None:
        self.address = self.back = ""
        self.somebody: Claims = {}
        self.wrong = Wrong()
        self.codes: dict[str, Code] = {}
        self.tokens: list[str] = []
        self.asked: list[str] = []
        """The endpoints that were asked, one after the other, by their last word."""
        self.key = self.new_key("first")

    @property
    def issuer(self) -> str:
        return self.address + PATH

    @staticmethod
    def new_key(kid: str) -> RSAKey:
        return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})

    def start_again(self) -> None:
        """Well behaved, with nobody there and nothing asked."""
        self.somebody, self.wrong, self.asked = {}, Wrong(), []
        self.codes.clear()
        self.tokens.clear()

    def description(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "jwks_uri": self.issuer + "/keys",
            "end_session_endpoint": self.issuer + "/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.wrong.description

    def id_token(self, claims: Claims) -> str:
        claims = {name: value for name, value in (claims | self.wrong.claims).items() if name not in self.wrong.without}
        token = self.wrong.signed(self, claims) if self.wrong.signed else signed_with(self.key)(self, claims)
        self.tokens.append(token)
        return token


def signed_with(key: RSAKey, **header: str) -> Callable[[Provider, Claims], str]:
    """A token signed as it should be, with a key that may be the wrong one."""
    return lambda _, claims: jwt.encode({"alg": "RS256", "kid": key.kid, **header}, claims, key)


def unsigned(_: Provider, claims: Claims) -> str:
    """A token that says it is signed by nobody, after RFC 7519 6.1."""
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def signed_with_secret(secret: Callable[[Provider], bytes]) -> Callable[[Provider, Claims], str]:
    """A token with a keyed digest, made by hand: a library would refuse a public key as its secret."""

    def sign(provider: Provider, claims: Claims) -> str:
        text = f"{_part({'alg': 'HS256', 'kid': provider.key.kid})}.{_part(claims)}"
        return f"{text}.{_plain(hmac.digest(secret(provider), text.encode(), hashlib.sha256))}"

    return sign


@contextmanager
def provider_on_loopback() -> Iterator[Provider]:
    """Serve a provider until it is no longer needed."""
    # Authlib's server side asks for HTTPS otherwise; it looks at this variable at each request.
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    provider = Provider()
    served = make_server("127.0.0.1", 0, _application(provider), threaded=True)
    provider.address = f"http://127.0.0.1:{served.server_port}"
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        served.shutdown()
        served.server_close()
        thread.join(timeout=10)
        del os.environ["AUTHLIB_INSECURE_TRANSPORT"]


def _application(provider: Provider) -> Flask:
    application = Flask("provider")
    server = AuthorizationServer(application, lambda name: Client(provider) if name == CLIENT_ID else None, _keep)
    server.register_grant(*_grant(provider))

    @application.before_request
    def misbehave() -> Response | None:
        name = request.path.rsplit("/", 1)[-1]
        provider.asked.append(name)
        return provider.wrong.answers[name]() if name in provider.wrong.answers else None

    @application.get(PATH + "/.well-known/openid-configuration")
    def description() -> Response:
        return jsonify(provider.description())

    @application.get(PATH + "/keys")
    def keys() -> Response:
        return jsonify(KeySet([provider.key]).as_dict(private=False))

    @application.get(PATH + "/authorize")
    def authorize() -> Response:
        if provider.wrong.error:
            told = provider.wrong.error | {"state": request.args["state"]}
            return redirect(f"{request.args['redirect_uri']}?{urlencode(told)}")  # type: ignore[return-value]
        grant = server.get_consent_grant(end_user=provider.somebody)
        answer: Response = server.create_authorization_response(grant_user=provider.somebody, grant=grant)
        return answer

    @application.post(PATH + "/token")
    def token() -> Response:
        answer: Response = server.create_token_response()
        return answer

    return application


def _keep(_token: Claims, _request: OAuth2Request) -> None:
    """Access tokens are for nothing here."""


def _grant(provider: Provider) -> tuple[type[AuthorizationCodeGrant], list[object]]:
    class Codes(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, asked: OAuth2Request) -> None:
            given = asked.payload.data
            provider.codes[code] = Code(
                given["redirect_uri"],
                asked.scope,
                given.get("nonce"),
                given.get("code_challenge"),
                given.get("code_challenge_method"),
            )

        def query_authorization_code(self, code: str, _client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            if not provider.wrong.takes_codes_twice:
                provider.codes = {code: kept for code, kept in provider.codes.items() if kept != authorization_code}

        def authenticate_user(self, _code: Code) -> Claims:
            return provider.somebody

    class IdTokens(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, _request: OAuth2Request) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def generate_user_info(self, user: Claims, _scope: str) -> UserInfo:
            return UserInfo(user)

        def get_client_claims(self, _client: Client) -> Claims:
            return {"iss": provider.issuer, "aud": CLIENT_ID}

        def encode_id_token(self, token: Claims, asked: OAuth2Request) -> str:
            claims = self.get_compatible_claims(asked) | self.get_authorization_code_claims(asked.authorization_code)
            return provider.id_token(claims | self.generate_user_info(asked.user, token["scope"]))

    return Codes, [IdTokens(require_nonce=True), CodeChallenge(required=True)]


def _part(told: Claims) -> str:
    return _plain(json.dumps(told).encode())


def _plain(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
