"""Signing in with a council's own account: to the provider, back with a code, and in."""

import logging
import time
from collections.abc import Callable

from flask import Blueprint, Flask, Response, current_app, redirect, request, session

from app.auth import provider
from app.auth.admission import admit, note_refusal
from app.auth.provider import Claims, CouncilProvider, Refused
from app.auth.visitor import cookie_of_request, give_cookie
from app.forms import drawn, own_address, went_well
from app.operation.metrics import failed_sign_in
from app.pages.sign_in import limited
from app.settings import Settings
from app.settings.provider import ProviderSettings
from data.errors import PortalError
from data.local.database import Database
from data.local.sign_ins import is_first_use, sign_out

log = logging.getLogger("alongside")

START, BACK, END = "/sign-in/provider", "/sign-in/provider/back", "/sign-in/provider/end"
SIGN_IN = "/sign-in"
BEGUN = "sign-in begun"
"""Under which the browser's session keeps what the answer must fit. One at a time: the last that was begun."""
MOST_SECONDS = 600
"""To sign in at the provider, a second factor included."""
LONGEST_NEXT = 2000
"""Characters: the session is a cookie, and browsers keep none above 4,096 bytes."""

blueprint = Blueprint("provider", __name__)


def register(server: Flask, settings: Settings) -> None:
    """Add the way in through the provider of the settings. Without one there is no such address."""
    chosen = settings.provider
    if chosen is not None:
        server.extensions["alongside-provider"] = (provider.register(server, chosen), chosen, settings.url)
        server.register_blueprint(blueprint)
        # Each is a question to the provider or a line in the log, and may be asked for by anybody.
        for name, view in (("begin", begin), ("come_back", come_back)):
            server.view_functions[f"{blueprint.name}.{name}"] = limited(server, view)


@blueprint.get(START)
def show() -> Response:
    """One button; somebody comes here who reloads the page that sent them on."""
    _, chosen, _ = _provider()
    return drawn("provider.html", name=chosen.name, next=own_address(request.args.get("next")))


@blueprint.post(START)
def begin() -> Response:
    """Send somebody to the provider.

    With a page that goes on by itself rather than by a redirection: Chromium holds what follows a form to `form-action`
    as well and stops there, and which sites the provider sends people on to cannot be listed.
    """
    client, chosen, url = _provider()
    try:
        asked = provider.question(client, _address(url, BACK))
    except Refused as refused:
        return _refuse(chosen, refused, None)
    following = own_address(request.form.get("next"))
    session[BEGUN] = {
        "state": asked["state"],
        "nonce": asked["nonce"],
        "code_verifier": asked["code_verifier"],
        "back": _address(url, BACK),
        "next": following if len(following) <= LONGEST_NEXT else "/",
        "until": int(time.time()) + MOST_SECONDS,
    }
    return drawn("to_provider.html", address=asked["url"], name=chosen.name)


@blueprint.get(BACK)
def come_back() -> Response:
    """Let somebody in, or say in one sentence why not."""
    client, chosen, _ = _provider()
    claims = None
    try:
        begun = _question_of_this_answer(chosen)
        claims = provider.answer(client, request.args["code"], begun)
        with _database()().writing() as transaction:
            sign_out(transaction, cookie_of_request())
            token = admit(transaction, claims, chosen)
    except Refused as refused:
        return _refuse(chosen, refused, claims)
    except PortalError as error:
        return drawn("not_signed_in.html", 503, problem=str(error))
    # Nothing that was there before somebody signed in goes on afterwards.
    session.clear()
    return give_cookie(redirect(begun["next"], 303), token)  # type: ignore[arg-type]


@blueprint.get(END)
def end() -> Response:
    """To where somebody signs out of the provider too; they have signed out here already."""
    client, chosen, url = _provider()
    try:
        address = provider.way_out(client, _address(url, SIGN_IN))
    except Refused as refused:
        return drawn("not_signed_in.html", refused.status, problem=str(refused))
    if not address:
        return went_well(f"There is no way from here to sign out of {chosen.name}; do it there.", SIGN_IN)
    return redirect(address, 303)  # type: ignore[return-value]


def _question_of_this_answer(chosen: ProviderSettings) -> dict[str, str]:
    """What this very browser asked a short while ago. Raises Refused unless this is an answer to it, with a code.

    What was asked is forgotten with its answer, good or bad; another answer, which anybody can have a browser send,
    leaves it as it is.
    """
    given, begun = request.args, session.get(BEGUN)
    if begun is None or not given.get("state") or given["state"] != begun["state"] or time.time() > begun["until"]:
        raise Refused(
            "This sign-in was not begun in this browser, or too long ago, or it is done already. Begin again.",
            "state",
        )
    session.pop(BEGUN)
    _use_up(begun["state"])
    # RFC 9207: a provider that says who it is must be the one that was asked.
    if given.get("iss", chosen.issuer) != chosen.issuer:
        raise Refused(f"The answer did not come from {chosen.name}. Begin again.", "answer of another issuer")
    if "error" in given:
        raise Refused(
            f"{chosen.name[0].upper()}{chosen.name[1:]} did not let you in. Begin again, or ask who looks after it.",
            "refused by the provider",
        )
    if not given.get("code"):
        raise Refused(f"The answer from {chosen.name} was not complete. Begin again.", "no code")
    asked: dict[str, str] = begun
    return asked


def _use_up(state: str) -> None:
    """Raise Refused for an answer that was used before, even by a browser that kept what it should have forgotten."""
    with _database()().writing() as transaction:
        if not is_first_use(transaction, state):
            raise Refused("This sign-in is done already. Begin again.", "answer used before")


def _refuse(chosen: ProviderSettings, refused: Refused, claims: Claims | None) -> Response:
    """Say why nobody was signed in, and write it down. Whoever was signed in before stays so."""
    log.warning("Nobody was signed in by the provider: %s.", refused.why)
    failed_sign_in("provider")
    try:
        with _database()().writing() as transaction:
            note_refusal(transaction, refused, claims, chosen)
    except PortalError:
        log.warning("That could not be written into the log: the database of local returns does not answer.")
    return drawn("not_signed_in.html", refused.status, problem=str(refused))


def _provider() -> tuple[CouncilProvider, ProviderSettings, str]:
    found: tuple[CouncilProvider, ProviderSettings, str] = current_app.extensions["alongside-provider"]
    return found


def _database() -> Callable[[], Database]:
    found: Callable[[], Database] = current_app.extensions["alongside-database"]
    return found


def _address(url: str, path: str) -> str:
    """An address of this portal for the provider: from the settings, never from what a browser says it asked for.

    Only a portal that somebody tries on their own machine has no address in its settings.
    """
    return (url or request.url_root.rstrip("/")) + path
