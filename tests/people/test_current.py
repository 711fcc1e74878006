import pytest

from people.current import me, somebody
from security import public


@pytest.fixture
def asked(app):
    """What `me` and `somebody` say to a request."""

    def view():
        who = somebody()
        try:
            return f"{me().email} {who.email if who else None}"
        except TypeError as error:
            return str(error)

    app.add_url_rule("/who", "who", public(view))
    return lambda client: client.get("/who").text


def test_who_is_signed_in_is_me(asked, client_of, ada):
    assert asked(client_of(ada)) == f"{ada.email} {ada.email}"


def test_a_visitor_is_nobody_and_a_page_that_needs_somebody_says_so(asked, client, ada):
    assert asked(client) == "nobody is signed in: this view must not be public"
