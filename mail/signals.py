"""News from below, in the past tense, inside the transaction that makes it true."""

from blinker import Signal

mail_sent = Signal("mail_sent: mails=[OutgoingMail, ...], now=datetime")
mail_bounced = Signal("mail_bounced: mail=OutgoingMail, now=datetime")
