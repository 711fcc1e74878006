"""What Foyer keeps about a person of their courses."""

from people import profile_parts
from tests.infra.pages import text


def test_a_course_is_told_to_whom_is_in_it_alone(course, say_parts, client_of, ada, dana):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    say_parts(made, ada, "declined")

    # when
    of_ada, of_dana = (profile_parts.data_of(person) for person in (ada, dana))
    page = text(client_of(ada).get("/me/data"))

    # then
    assert (of_ada["courses"], of_ada["series"]) == (
        [{"course": "First steps", "starts_at": "2026-12-08T09:00:00+00:00"}],
        [],
    )
    assert [line["answer"] for line in of_ada["invitations"]] == ["declined", "needs-action"]
    assert (of_dana["courses"], "Courses you are in" in page) == ([], True)
