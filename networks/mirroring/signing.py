"""A plan as its reader saw it, signed: what comes back with their press."""

from itsdangerous import BadSignature, URLSafeTimedSerializer

from config import settings

PLAN_HOLDS = 24 * 3600  # seconds, if nothing changes


def sign(what: str, number: int, fingerprint: str) -> str:
    """The plan of this `what` (a mirror, a channel) with this number, by the fingerprint of its two sides."""
    return _serializer(what).dumps([number, fingerprint])


def fingerprint_in(plan: str, what: str, number: int) -> str:
    """What was signed; "" for another one's, for what is older than a day, and for what nobody signed."""
    try:
        signed_number, fingerprint = _serializer(what).loads(plan, max_age=PLAN_HOLDS)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(fingerprint) if signed_number == number else ""


def _serializer(what: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key.get_secret_value(), salt=f"foyer.{what}")
