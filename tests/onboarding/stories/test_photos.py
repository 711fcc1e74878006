"""The photo of a story: nobody sees it before its teller's yes, and taking it or the story back ends it at once."""

import io

import pytest
from sqlalchemy import func, select

from database import db
from onboarding.stories import links, photos, stories
from onboarding.stories.developing_apart import Picture
from onboarding.stories.errors import StoryMissing, StoryOutdated
from onboarding.stories.models import Story, StoryPhoto, StoryPicture
from people import erasing
from people.profile_parts import data_of
from tests.infra.pages import fields, said, text
from tests.onboarding.stories.test_developing import photo as jpeg

PICTURES = (Picture("webp", 480, 360, b"small"), Picture("webp", 960, 720, b"large"), Picture("jpg", 960, 720, b"for all"))


@pytest.fixture
def shown(do, told, ada):
    """`shown(published=True, approved=True)`: a story of Ada's with a photo; its number."""

    def make(*, published=True, approved=True):
        number = told(published=published)
        token = do(photos.put, number, PICTURES, alt="A jig on a bench", by=ada).token
        if approved:
            do(photos.approve, number, seen=token, by=ada)
        return number

    return make


def read(number):
    db.session.rollback()
    return db.session.get(Story, number, populate_existing=True)


def path(number):
    return f"/stories/{number}/photo/480.webp"


def link(number, now):
    return links.path_to_story(read(number), (), "en", now=now)


def test_everybody_who_reads_the_story_sees_its_photo(client_of, shown, now, clock, dana):
    # given
    number, browser = shown(), client_of(dana)

    # when
    page, picture = browser.get(f"/stories/{number}"), browser.get(path(number))

    # then
    assert f'srcset="/stories/{number}/photo/480.webp 480w, /stories/{number}/photo/960.webp 960w"' in page.text
    assert f'src="/stories/{number}/photo/960.jpg" width="960" height="720" alt="A jig on a bench"' in page.text
    assert (picture.data, picture.mimetype) == (b"small", "image/webp")
    assert browser.get(f"/stories/{number}/photo/960.jpg").data == b"for all"
    assert browser.get(f"/stories/{number}/photo/961.jpg").status_code == 404


def test_a_browser_asks_each_time_and_gets_nothing_twice(client_of, shown, dana):
    # given
    number, browser = shown(), client_of(dana)
    first = browser.get(path(number))

    # when
    again = browser.get(path(number), headers={"If-None-Match": first.headers["ETag"]})

    # then
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    for answer in (first, again):
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("who", ["bo", "chen", "admin", "dana"])
def test_before_the_yes_of_its_teller_it_exists_for_nobody_else(request, client_of, shown, who, ada):
    # given: the story is out, the photo is not
    number = shown(approved=False)
    browser, mine = client_of(request.getfixturevalue(who)), client_of(ada)

    # then
    assert (browser.get(f"/stories/{number}").status_code, "<picture" in browser.get(f"/stories/{number}").text) == (200, False)
    assert browser.get(path(number)).status_code == 404
    assert {
        browser.post(f"/stories/{number}/{page}", data={"alt": "x", "seen": "x"}).status_code
        for page in ("photo", "photo/approval", "photo/removal")
    } | {browser.get(f"/stories/{number}/photo").status_code} == {404}
    assert (mine.get(path(number)).data, "Only you see the photo so far." in text(mine.get(f"/stories/{number}"))) == (
        b"small",
        True,
    )


def test_who_reads_a_story_first_sees_its_photo_first_and_nobody_else_does(client_of, do, shown, ada, bo, chen):
    # given
    number = shown(published=False, approved=False)
    editor, colleague = client_of(chen), client_of(bo)

    def seen():
        return [browser.get(path(number)).status_code for browser in (editor, colleague)]

    # when: not let, let, and no more
    before = seen()
    do(stories.let_edit, number, wanted=True, by=ada, clockless=True)
    meanwhile, listed, page = seen(), editor.get("/stories/editing").text, editor.get(f"/stories/{number}").text
    do(stories.let_edit, number, wanted=False, by=ada, clockless=True)

    # then
    assert (before, meanwhile, seen()) == ([404, 404], [200, 404], [404, 404])
    assert ["A jig on a bench" in text for text in (listed, page)] == [True, True]


def test_lists_show_the_photo_small_once_its_teller_said_yes(client_of, shown, dana):
    # given
    number = shown()
    small = (
        f'<img class="story-thumb" src="/stories/{number}/photo/480.webp" width="480" height="360" '
        'alt="A jig on a bench" loading="lazy"'
    )

    # when
    pages = [client_of(dana).get(where).text for where in ("/", "/stories")]

    # then
    assert [page.count(small) for page in pages] == [1, 2]  # at home, for you, all
    assert ["960." in page for page in pages] == [False, False]


def test_lists_show_no_photo_before_the_yes_to_it(client_of, shown, ada, dana):
    shown(approved=False)
    assert ["story-thumb" in client_of(person).get("/stories").text for person in (ada, dana)] == [False, False]


@pytest.mark.parametrize(
    ("ends", "by"),
    [(stories.withdraw, "ada"), (stories.remove, "ada"), (photos.remove, "ada"), (stories.take_off, "chen")],
    ids=["taken-back", "deleted", "photo-alone", "taken-off"],
)
def test_taken_back_it_is_gone_at_once_behind_every_address(request, client_of, do, shown, now, clock, dana, ends, by):
    # given
    number, browser = shown(), client_of(dana)
    opened = link(number, now)
    tag = browser.get(path(number)).headers["ETag"]
    assert (browser.get(f"{opened}/photo/480.webp").data, "<picture" in browser.get(opened).text) == (b"small", True)

    # when
    do(ends, number, by=request.getfixturevalue(by), clockless=ends is not stories.take_off)

    # then
    asked = (browser.get(path(number), headers={"If-None-Match": tag}), browser.get(f"{opened}/photo/480.webp"))
    assert [answer.status_code for answer in asked] == [404, 404]


def test_each_publication_takes_a_yes_to_the_photo_too(do, shown, ada):
    # given: words and photo looked at, taken back, and another photo put in their place
    number = shown()
    do(stories.withdraw, number, by=ada, clockless=True)
    seen = stories.fingerprint(read(number))
    assert read(number).photo.approved_at is None
    do(photos.put, number, PICTURES[:1], alt="Another", by=ada)

    # then
    with pytest.raises(StoryOutdated):
        do(stories.publish, number, seen=seen, by=ada)
    do(stories.publish, number, seen=stories.fingerprint(read(number)), by=ada)
    assert read(number).photo.approved_at is not None


def test_another_photo_waits_for_another_yes(do, shown, ada):
    # given
    number = shown()
    seen = read(number).photo.token
    do(photos.put, number, PICTURES[:1], alt="Another", by=ada)

    # then
    with pytest.raises(StoryOutdated):
        do(photos.approve, number, seen=seen, by=ada)
    assert (read(number).photo.approved_at, db.session.scalar(select(func.count()).select_from(StoryPicture))) == (None, 1)


def test_a_story_that_nobody_reads_shows_no_photo_on_its_own(do, told, ada, dana):
    number = told(published=False)
    token = do(photos.put, number, PICTURES, alt="A jig", by=ada).token
    with pytest.raises(Exception, match="Its photo goes out together with it"):
        do(photos.approve, number, seen=token, by=ada)
    with pytest.raises(StoryMissing):
        do(photos.put, number, PICTURES, alt="A jig", by=dana)


def test_what_is_kept_of_a_photo_is_its_tellers_to_have_and_goes_with_them(app, do, shown, ada):
    # given
    number = shown()
    kept = data_of(ada)["stories"][0]["photo"]

    # when
    do(erasing.erase, ada)

    # then
    assert (kept["shows"], kept["largest"].endswith(f"/stories/{number}/photo/960.jpg")) == ("A jig on a bench", True)
    db.session.rollback()
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (StoryPhoto, StoryPicture)] == [0, 0]


def test_from_a_file_to_what_others_see(client_of, told, ada, dana):
    # given
    number, mine, theirs = told(), client_of(ada), client_of(dana)
    form = fields(mine.get(f"/stories/{number}/photo"))

    # when: without words, without a file, with something else, as it should be
    def hand_in(**given):
        return mine.post(
            f"/stories/{number}/photo",
            data={**form, "alt": "", **given},
            content_type="multipart/form-data",
            follow_redirects=True,
        )

    refused = [
        hand_in(file=(io.BytesIO(jpeg()), "a.jpg")),
        hand_in(alt="A jig"),
        hand_in(alt="A jig", file=(io.BytesIO(b"<svg onload='alert(1)'/>"), "a.jpg")),
        hand_in(alt="A jig", file=(io.BytesIO(b"\xff\xd8\xff" + bytes(12_000_000)), "a.jpg")),
    ]
    page = hand_in(alt="A jig", file=(io.BytesIO(jpeg()), "a.jpg"))
    out = mine.post(f"/stories/{number}/photo/approval", data=fields(page), follow_redirects=True)

    # then
    assert [answer.status_code for answer in refused] == [422] * 4
    assert ["Say in a few words" in text(refused[0]), "Choose a photo." in text(refused[1])] == [True, True]
    assert ["This is no photo" in text(refused[2]), "At most 12 MB." in text(refused[3])] == [True, True]
    assert said(out) == ["Who reads your story sees the photo now. You can take it away at any time."]
    assert theirs.get(path(number)).data.startswith(b"RIFF")

    # when: other words for the same photo, then none
    mine.post(f"/stories/{number}/photo", data={**form, "alt": "A jig with a number"})
    assert 'alt="A jig with a number"' in theirs.get(f"/stories/{number}").text
    gone = mine.post(f"/stories/{number}/photo/removal", follow_redirects=True)
    assert (said(gone), theirs.get(path(number)).status_code) == (["The photo is gone. The words stay as they are."], 404)
