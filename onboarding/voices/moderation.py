"""What should not stand on the board: anybody reports it, a community manager holds it back with a reason, its author can write it anew,
and then somebody else decides.
"""

from datetime import datetime

from sqlalchemy import delete, exists, select, update

from database import db
from onboarding.voices import days, notices, voices
from onboarding.voices.errors import NotPossible, VoiceError, VoiceMissing
from onboarding.voices.models import LONGEST_REASON, Showing, Voice, VoiceReport
from people.models import Person, Role
from people.plain_text import can_be_seen

LOOK_WITHIN = 3  # working days, as the pages and docs/voices.md promise
MOST_REPORTS = 20  # that wait for one text: more say nothing more


def report(voice_id: int, reason: str, *, now: datetime) -> None:
    """Somebody looks at it. Who reported it is not kept. Raises VoiceMissing, VoiceError."""
    voice = voices.lock(voice_id)
    if not voice.is_shown:
        raise VoiceMissing("There is no such wish or concern.")
    said = _reason(reason)
    waiting = select(VoiceReport.id).where(VoiceReport.voice_id == voice.id).limit(MOST_REPORTS)
    if len(db.session.scalars(waiting).all()) < MOST_REPORTS:
        db.session.add(VoiceReport(voice_id=voice.id, reason=said, reported_on=days.today(now)))
        db.session.flush()


def leave(voice_id: int) -> None:
    """Somebody has looked: it stays, and the reports are gone. Raises VoiceMissing."""
    _forget_reports(voices.lock(voice_id))


def hold_back(voice_id: int, reason: str, *, by: Person, now: datetime) -> Voice:
    """Colleagues do not read it any more; its author reads why. What was put together with it stands for itself again: nothing is wrong
    with the words of others. Raises VoiceMissing, VoiceError, NotPossible.
    """
    voice = voices.lock(voice_id)
    if voice.showing is Showing.HELD_BACK:
        raise NotPossible("It is held back already.")
    _guard_second_look(voice, by)
    voice.held_reason, voice.held_by_id = _reason(reason), by.id
    voice.showing = Showing.HELD_BACK
    others = update(Voice).where(Voice.merged_into_id == voice.id).values(merged_into_id=None)
    db.session.execute(others.execution_options(synchronize_session="fetch"))
    _forget_reports(voice)
    notices.held_back(voice, now=now)
    return voice


def show_again(voice_id: int, *, by: Person) -> Voice:
    """Colleagues read it. Raises VoiceMissing, NotPossible."""
    voice = voices.lock(voice_id)
    _guard_second_look(voice, by)
    voice.showing, voice.held_reason, voice.held_by_id = Showing.SHOWN, "", None
    db.session.flush()
    return voice


def may_take_second_look(voice: Voice, person: Person) -> bool:
    """Whether this person decides about what was written anew: not who held it back, as long as somebody else can."""
    if not person.may_manage:
        return False
    if voice.showing is not Showing.SECOND_LOOK or voice.held_by_id != person.id:
        return True
    managers = (Role.COMMUNITY_MANAGER, Role.ADMINISTRATOR)
    return not db.session.scalar(select(exists().where(Person.active, Person.role.in_(managers), Person.id != person.id)))


def _guard_second_look(voice: Voice, by: Person) -> None:
    if not may_take_second_look(voice, by):
        raise NotPossible("You held it back, so somebody else takes the second look.")


def _reason(given: str) -> str:
    reason = given.replace("\x00", "").strip()
    if not can_be_seen(reason):
        raise VoiceError("Say in a few words what is wrong with it.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise VoiceError("Too long: at most %(longest)s characters.", field="reason", longest=LONGEST_REASON)
    return reason


def _forget_reports(voice: Voice) -> None:
    db.session.execute(delete(VoiceReport).where(VoiceReport.voice_id == voice.id))
    db.session.flush()
