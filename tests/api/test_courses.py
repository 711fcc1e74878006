"""A course by API, for those who may see it."""

import pytest


@pytest.mark.parametrize(("name", "status"), [("ada", 200), ("bo", 200), ("chen", 200), ("dana", 404)])
def test_a_course_is_read_by_whoever_is_in_it_or_looks_after_it(
    course, parts, client, token_of, ada, bo, chen, dana, name, status
):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    person = {"ada": ada, "bo": bo, "chen": chen, "dana": dana}[name]
    token = token_of(person)

    # when
    answer = client.get(f"/api/v1/courses/{made.id}", headers={"Authorization": f"Bearer {token}"})

    # then
    first, second = (one.id for one in parts(made))
    common = {"timezone": "Europe/Amsterdam", "state": "published"}
    told = {
        "id": made.id,
        "programme": made.id,
        "state": "published",
        "title": "First steps",
        "kind": "training",
        "timezone": "Europe/Amsterdam",
        "minimum_parts": 1,
        "parts": [
            {"number": 1, "title": "Finding people", "id": first, "starts_at": "2026-12-08T10:00:00", **common},
            {"number": 2, "title": "", "id": second, "starts_at": "2026-12-15T10:00:00", **common},
        ],
    }
    assert (answer.status_code, answer.json if status == 200 else told) == (status, told)


def test_a_series_is_no_course_and_a_draft_is_nobodys_but_its_hosts(course, weekly, client, token_of, ada):
    # given
    numbers = [course(invited=[ada], publish=False, parts=2, minimum=1).id, weekly(invited=[ada]).id]
    headers = {"Authorization": f"Bearer {token_of(ada)}"}

    # when
    answers = [client.get(f"/api/v1/courses/{number}", headers=headers).status_code for number in numbers]

    # then
    assert answers == [404, 404]
