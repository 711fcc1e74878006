"""Links in invitations to a group: signed, one per person and group. Opening one records nothing."""

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from database import db
from networks.errors import LinkInvalid
from networks.models import Membership


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.group")


def path_of(membership: Membership) -> str:
    """The path of this person's own page: `/g/<token>`. It names the row and its token, signed together."""
    return f"/g/{_serializer().dumps([membership.id, membership.token[:8]])}"


def read(token: str) -> Membership:
    """Whose page this is; the invitation may be answered already. Raises LinkInvalid."""
    try:
        membership_id, start = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    membership = db.session.get(Membership, membership_id) if isinstance(membership_id, int) else None
    if membership is None or membership.token[:8] != start or not membership.person.active:
        raise LinkInvalid("This link does not lead to a group any more.")
    return membership
