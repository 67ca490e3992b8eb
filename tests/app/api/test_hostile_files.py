"""A sample of the hostile files through the API: an answer or a problem in a sentence, never a failure."""

import io
import json
from itertools import islice

from flask.testing import FlaskClient

from tests.data.returns.hostile_files import texts, workbooks
from tests.data.returns.hostile_mutations import mutations

EVERY, EVERY_LARGER = 37, 9


def test_hostile_files_are_answered(client: FlaskClient) -> None:
    sample = [*islice(texts(), 0, None, EVERY_LARGER), *islice(workbooks(), 0, None, EVERY_LARGER)]
    sample += islice(mutations(), 0, None, EVERY)
    assert len(sample) > 95
    statuses = {}
    for name, content in sample:
        data = {"file": (io.BytesIO(content), name), "authority": "Southampton"}
        answer = client.post("/api/v1/check", data=data)
        statuses[name] = answer.status_code
        if answer.status_code == 200:
            assert all(finding["message"] for finding in answer.get_json()), name
            continue
        assert answer.mimetype == "application/problem+json", name
        detail = json.loads(answer.text)["detail"]
        assert detail.endswith("."), (name, detail)
        assert len(detail.splitlines()) == 1, (name, detail)
    assert {name: status for name, status in statuses.items() if status not in (200, 400, 413)} == {}
    assert {200, 400} <= {*statuses.values()}
