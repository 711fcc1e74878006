"""Photos of stories: handing one in, saying yes to it, taking it away; and the pictures themselves."""

from datetime import UTC, datetime

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.views import in_words
from database import transaction
from onboarding.stories import access, links, photos, queries
from onboarding.stories.developing_apart import MOST_MEGABYTES, develop_apart
from onboarding.stories.errors import StoryError, StoryMissing
from onboarding.stories.forms import PhotoForm
from onboarding.stories.models import PictureKind, StoryPhoto
from onboarding.stories.views import SAYING, blueprint, by_me
from people.current import me
from people.limits import limiter
from security import public, signed_in, takes

Page = str | Response | tuple[str, int]
MIMETYPES = {PictureKind.WEBP: "image/webp", PictureKind.JPEG: "image/jpeg"}
# Asked for anew each time, so that what is taken back is gone at once; and alone in its window it can do nothing.
HEADERS = {"Cache-Control": "private, no-cache", "Content-Security-Policy": "default-src 'none'; sandbox"}


@blueprint.get("/stories/<int:story_id>/photo")
@signed_in
def photo(story_id: int) -> str:
    """A photo for my story, or what its photo shows in words."""
    place = access.own_place(me(), story_id)
    alt = place.photo.alt if place.photo is not None else ""
    return _page(place, PhotoForm(formdata=None, alt=alt))


@blueprint.post("/stories/<int:story_id>/photo")
@signed_in
@takes(MOST_MEGABYTES + 1)
@limiter.limit("30 per day", key_func=by_me)
def put_photo(story_id: int) -> Page:
    """Only I see it, until my yes."""
    place, form = access.own_place(me(), story_id), PhotoForm()
    try:
        _take(place, form)
    except StoryError as error:
        form.complain(error)
        return _page(access.own_place(me(), story_id), form), 422
    return redirect(url_for("stories.story", story_id=story_id) + "#photo", 303)


def _take(place: access.Place, form: PhotoForm) -> None:
    """Without a file the words alone are changed."""
    file, alt = form.file.data, form.alt.data or ""
    if not isinstance(file, FileStorage) or not file.filename:
        if place.photo is None:
            raise StoryError("Choose a photo.", field="file")
        with transaction():
            photos.describe(place.story.id, alt, by=me())
        return
    octets = file.read(MOST_MEGABYTES * 1_000_000 + 1)
    if len(octets) > MOST_MEGABYTES * 1_000_000:
        raise StoryError("At most %(most)s MB.", field="file", most=MOST_MEGABYTES)
    photos.check(alt)
    pictures = develop_apart(octets)
    with transaction():
        photos.put(place.story.id, pictures, alt=alt, by=me(), now=datetime.now(UTC))


def _page(place: access.Place, form: PhotoForm) -> str:
    return render_template("stories/photo.html", story=place.story, photo=place.photo, form=form, most=MOST_MEGABYTES, **SAYING)


@blueprint.post("/stories/<int:story_id>/photo/approval")
@signed_in
def approve_photo(story_id: int) -> Response:
    """Who reads my story sees it."""
    try:
        with transaction():
            photos.approve(story_id, seen=request.form.get("seen", ""), by=me(), now=datetime.now(UTC))
    except StoryMissing:
        raise
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("Who reads your story sees the photo now. You can take it away at any time."), "success")
    return redirect(url_for("stories.story", story_id=story_id), 303)


@blueprint.post("/stories/<int:story_id>/photo/removal")
@signed_in
def remove_photo(story_id: int) -> Response:
    """Gone; the words stay."""
    with transaction():
        photos.remove(story_id, by=me())
    flash(_("The photo is gone. The words stay as they are."), "success")
    return redirect(url_for("stories.story", story_id=story_id), 303)


@blueprint.get("/stories/<int:story_id>/photo/<name>")
@signed_in
def picture(story_id: int, name: str) -> Response:
    """For who reads the story. That it was looked at is kept nowhere."""
    return _sent(access.place_of(me(), story_id).photo, name)


@blueprint.get("/m/story/<token>/photo/<name>")
@public
def link_picture(token: str, name: str) -> Response:
    """For who comes from a mail, as long as the link is good."""
    try:
        story = links.read_story(token, now=datetime.now(UTC)).story
    except ChampionError as error:
        raise StoryMissing("This story has no photo.") from error
    return _sent(access.photo_for_all(story), name)


def _sent(photo: StoryPhoto | None, name: str) -> Response:
    found = queries.picture(photo, name) if photo is not None else None
    if found is None:
        raise StoryMissing("This story has no photo.")
    if request.if_none_match.contains(found.digest):
        answer = Answer(status=304, headers=HEADERS)
    else:
        answer = Answer(found.octets, mimetype=MIMETYPES[found.kind], headers=HEADERS)
    answer.set_etag(found.digest)
    return answer
