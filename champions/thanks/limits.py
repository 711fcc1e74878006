"""How often one person thanks, whichever door they take."""

from people.current import me
from people.limits import limiter


def _by_me() -> str:
    return f"thanks:{me().id}"


# The rule counts what is there; this counts what was sent, so that writing and taking back is no way to send many mails.
a_few_a_day = limiter.shared_limit(
    "20 per day", scope="thanks", key_func=_by_me, deduct_when=lambda response: response.status_code in {201, 303}
)
