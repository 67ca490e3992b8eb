"""How often the API may be asked: counted for all of it together, and said in every answer."""

import json

from app import limits
from tests.app.api.conftest import MakeServer

INDICATORS, TABLE = "/api/v1/indicators?page_size=1", "/api/v1/neighbours?authority=852"
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.9"}


def test_whoever_asks_too_often_is_told_when_to_ask_again(make_server: MakeServer) -> None:
    client = make_server(limited=True, a_minute=3).test_client()
    left = [client.get(path).headers["RateLimit"].split(";")[1] for path in (INDICATORS, TABLE, INDICATORS)]
    assert left == ["r=2", "r=1", "r=0"]
    answer = client.get(TABLE)
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert json.loads(answer.data)["detail"].startswith("That was asked too often")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit-Policy"] == '"api";q=3;w=60'
    assert client.get(TABLE, environ_base=ELSEWHERE).status_code == 200


def test_an_answer_says_when_to_ask_again_only_where_one_should(make_server: MakeServer) -> None:
    client = make_server(limited=True).test_client()
    assert "Retry-After" not in client.get(INDICATORS).headers
    assert "Retry-After" not in client.get("/api/v1/table").headers


def test_a_server_has_one_limiter(make_server: MakeServer) -> None:
    server = make_server()
    assert limits.register(server) is limits.register(server)
