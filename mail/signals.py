"""News from below, in the past tense, inside the transaction that makes it true."""

from blinker import Signal

mail_sent = Signal("mail_sent: mails=[OutgoingMail, ...], now=datetime")
mail_bounced = Signal(
    "mail_bounced: mail=OutgoingMail, error=str, now=datetime"
)  # came back after it was sent; why, in words of ours
mail_failed = Signal("mail_failed: mail=OutgoingMail, error=str, now=datetime")  # the server refused it for good
