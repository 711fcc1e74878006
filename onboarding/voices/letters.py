"""A wish or a concern that comes by mail: it stands on the board with its sender's name a day later, unless they say otherwise by the link
in our answer. Whoever would rather have a pseudonym takes it back there and writes it in the browser; the mail itself is deleted then.
"""

import re
import secrets
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select

from calendars.replies import InboundMessage
from config import settings
from database import db
from mail import outbox
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from onboarding.voices import notices, voices
from onboarding.voices.errors import LinkInvalid
from onboarding.voices.models import LONGEST_WORDS, Kind, Voice, VoiceLetter
from onboarding.voices.voices import Said
from people import addresses
from people.models import Person
from people.plain_text import can_be_seen
from sessions.trust import distrust, sender_of

WAITS = timedelta(hours=24)
MOST_WAITING = 10  # letters of one person
# What stands behind the plus sign of the answer address. In Dutch too, as it stands on posters.
TOKENS = {"wish": Kind.WISH, "wens": Kind.WISH, "concern": Kind.CONCERN, "zorg": Kind.CONCERN}
_START = 8
_QUOTE = re.compile(
    r"^(?:>|-- ?$|_{10,}$|-{3,} ?(?:original|oorspronkelijk)|(?:on|op) .{5,200}(?:wrote|schreef).{0,80}:$)", re.IGNORECASE
)


def address_of(kind: Kind, language: str) -> str:
    """Where to write to: 'rsvp+wish@...', 'rsvp+wens@...'."""
    local, _at, domain = settings().reply_address.partition("@")
    words = [token for token, meant in TOKENS.items() if meant is kind]
    return f"{local}+{words[1 if language == 'nl' else 0]}@{domain}"


def token_exists(token: str) -> bool:
    """Whether this stands behind the plus sign of an address for wishes or concerns."""
    return token in TOKENS


def handle(incoming: IncomingMail, message: InboundMessage, token: str, now: datetime) -> Verdict:
    """What a message to rsvp+wish@ says waits a day for its sender's word, who gets an answer. Runs inside the caller's transaction."""
    if message.is_automatic or not incoming.envelope_from:
        return Verdict(state=IncomingState.IGNORED, reason="An automatic message to the address for wishes and concerns.")
    person = addresses.owner(sender_of(message)) if sender_of(message) else None
    if person is None or not person.active:
        return Verdict(state=IncomingState.WAITING, reason="A wish or a concern from an address that is nobody's here.")
    emails = addresses.addresses_of(person)
    if distrust(message, emails, attendee=None, needs_attendee=False, authserv_id=settings().authserv_id):
        return Verdict(state=IncomingState.WAITING, reason="A wish or a concern, but not surely from whom it says.")
    words = words_of(message)
    waiting = db.session.scalars(select(VoiceLetter.id).where(VoiceLetter.person_id == person.id)).all()
    if not can_be_seen(words) or len(waiting) >= MOST_WAITING:
        return Verdict(state=IncomingState.IGNORED, reason="No words in it, or too many letters at once.", person_id=person.id)
    kept = VoiceLetter(
        person_id=person.id,
        incoming_id=incoming.id,
        kind=TOKENS[token],
        words=words,
        shows_at=now + WAITS,
        token=secrets.token_hex(16),
    )
    db.session.add(kept)
    db.session.flush()
    notices.letter(kept, person, now=now)
    return Verdict(state=IncomingState.APPLIED, reason="It was a wish or a concern: a matter of its sender.", person_id=person.id)


def words_of(message: InboundMessage) -> str:
    """What somebody wrote, without the signature and the mail they answer; the subject where there is nothing else."""
    lines: list[str] = []
    for line in message.text.replace("\r", "").split("\n"):
        if _QUOTE.match(line.strip()):
            break
        lines.append(line.rstrip())
    return ("\n".join(lines).strip() or message.subject.strip())[:LONGEST_WORDS]


def due_ids(now: datetime) -> list[int]:
    """The letters that go on the board now, the oldest first."""
    return list(db.session.scalars(select(VoiceLetter.id).where(VoiceLetter.shows_at <= now).order_by(VoiceLetter.id).limit(100)))


def publish(letter_id: int, *, now: datetime) -> Voice | None:
    """It stands on the board with the name of its sender; None where it was taken back meanwhile."""
    letter = _locked(letter_id)
    if letter is None:
        return None
    person = db.session.get_one(Person, letter.person_id)
    voice = voices.say_by_mail(Said(letter.kind, letter.words), by=person, now=now) if person.active else None
    db.session.delete(letter)
    db.session.flush()
    return voice


def take_back(letter_id: int) -> str:
    """It never comes on the board; the mail is gone, and so is that we answered it: of a wish under a pseudonym on the same day one would
    say whose it is. Returns its words, for the browser they go on in. Raises LinkInvalid.
    """
    letter = _locked(letter_id)
    if letter is None:
        raise LinkInvalid("These words are not waiting any more.")
    words, incoming_id = letter.words, letter.incoming_id
    outbox.unpost(notices.key_of(letter))
    db.session.delete(letter)
    db.session.flush()
    db.session.execute(delete(IncomingMail).where(IncomingMail.id == incoming_id))
    return words


def path_of(letter: VoiceLetter) -> str:
    """The path behind the link of our answer: `/v/letter/<token>`."""
    return f"/v/letter/{_serializer().dumps([letter.id, letter.token[:_START]])}"


def read(token: str) -> VoiceLetter:
    """The letter behind a link. Raises LinkInvalid."""
    try:
        id_, start = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    letter = db.session.get(VoiceLetter, id_)
    if letter is None or letter.token[:_START] != start or not letter.person.active:
        raise LinkInvalid("These words are not waiting any more. If they stand on the board, you find them on your own page.")
    return letter


def _locked(letter_id: int) -> VoiceLetter | None:
    query = select(VoiceLetter).where(VoiceLetter.id == letter_id).with_for_update(of=VoiceLetter)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.voices.letter")
