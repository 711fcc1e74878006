"""The page of one's private list."""

from people import apart
from tests.infra.pages import said, text


def test_list_is_written_and_read_by_its_owner_only(client_of, ada, bo, chen, dana, admin):
    # when
    mine = client_of(ada)
    saved = mine.post("/me/apart", data={"apart": f"Bo Lindqvist\n{dana.email}"}, follow_redirects=True)

    # then
    assert said(saved) == ["Saved. Nobody else reads it."]
    assert apart.of([ada.id]) == {ada.id: {bo.id, dana.id}}
    assert "Bo Lindqvist" in mine.get("/me/apart").text
    for person in (bo, chen, dana, admin):
        browser = client_of(person)
        seen = browser.get("/me/apart").text + browser.get("/me/data").text
        assert "Okafor" not in seen


def test_what_the_page_shows_can_be_saved_again(client_of, ada, bo, add_person):
    # given: two of one name
    add_person("Bo Lindqvist", email="other.bo@brink-waal.example")
    mine = client_of(ada)
    mine.post("/me/apart", data={"apart": bo.email})
    shown = mine.get("/me/apart").text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea")[0]

    # when
    mine.post("/me/apart", data={"apart": shown.replace("&lt;", "<").replace("&gt;", ">")})

    # then
    assert apart.of([ada.id]) == {ada.id: {bo.id}}


def test_a_name_that_fits_nobody_is_said_and_nothing_changes(client_of, ada, bo):
    # given
    mine = client_of(ada)
    mine.post("/me/apart", data={"apart": bo.email})

    # when
    page = mine.post("/me/apart", data={"apart": "Nobody Known"})

    # then
    assert page.status_code == 422
    assert "These fit nobody, or more than one: Nobody Known" in text(page)
    assert apart.of([ada.id]) == {ada.id: {bo.id}}
