"""Absence notes of programs that do not own up to it: known by their subject, or by how they begin.

Nothing here reads an answer: what a person writes about being away, with a question in it, stays a letter to the host.
"""

import re

MOST_READ = 600  # letters at the beginning of a text: what programs put first
LONGEST_SUBJECT = 200

# What programs write before the subject they answer, as they do in each language. Nobody begins a subject like that by hand.
SUBJECTS = (
    "automatic reply", "automatic response", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse",
    "out of office", "out of the office", "out-of-office", "ooo:", "vacation reply", "away from the office", "absence notice",
    "automatisch antwoord", "automatische beantwoording", "automatische reactie", "afwezigheidsbericht", "afwezigheidsmelding",
    "afwezig:", "niet aanwezig:", "buiten kantoor",
    "automatische antwort", "abwesenheitsnotiz", "abwesenheitsnachricht", "abwesenheit:", "abwesend:",
    "réponse automatique", "reponse automatique", "absence du bureau", "message d'absence", "notification d'absence",
    "respuesta automática", "respuesta automatica", "fuera de la oficina", "ausente:",
    "risposta automatica", "fuori sede", "assente:",
    "resposta automática", "resposta automatica", "ausência temporária", "fora do escritório",
    "automatisk svar", "automatiskt svar", "autosvar", "ikke på kontoret", "frånvarande", "fraværende",
    "automaattinen vastaus", "poissa:",
    "odpowiedź automatyczna", "automatyczna odpowiedź", "automatická odpověď", "automatická odpoveď", "automatikus válasz",
    "răspuns automat", "automatski odgovor", "samodejni odgovor", "автоматический ответ", "автоматична відповідь", "αυτόματη απάντηση",
    "otomatik yanıt", "自動応答", "自動返信", "自动答复", "自动回复", "자동 회신",
)  # fmt: skip
_BEFORE = re.compile(r"^\s*(?:(?:re|aw|sv|vs|antw|fw|fwd|tr|wg)\s*:\s*|\[[^\]]{0,40}\]\s*)+", re.IGNORECASE)
# To be away, and from or until when: both within one sentence.
_AWAY = re.compile(
    r"(?:out of (?:the )?office|\b(?:away|absent|travelling|traveling)\b|on (?:annual |parental |maternity |sick )?leave|on (?:vacation|holiday)"
    r"|\bben (?:ik )?er (?:even )?niet|afwezig|met (?:verlof|vakantie)|op vakantie|buiten kantoor"
    r"|nicht im (?:büro|haus)|im urlaub|abwesend|en congé|\babsente?\b|en vacances|fuera de la oficina|de vacaciones|fuori ufficio|in ferie"
    r")[^.!?\n]{0,120}?"
    r"\b(?:until|till|through|back on|back in|returning|(?:from|between) (?:\d|mon|tue|wed|thu|fri|sat|sun)"
    r"|tot|t/m|vanaf|terug op|bis|ab dem|jusqu|du \d|hasta|fino)",
    re.IGNORECASE,
)
# ... or the other way round, as German and Dutch have it.
_UNTIL = re.compile(
    r"\b(?:tot|t/m|bis)\b[^.!?\n]{0,60}?\b(?:ben ik (?:afwezig|er niet|met verlof)|abwesend|im urlaub|nicht im büro)",
    re.IGNORECASE,
)


def is_absence_note(subject: str, text: str) -> bool:
    """Whether a mail without any header that says so is an absence note all the same."""
    plain = _BEFORE.sub("", subject[:LONGEST_SUBJECT].lower()).replace("’", "'")
    if plain.startswith(SUBJECTS):
        return True
    opening = " ".join(text[:MOST_READ].partition("\n>")[0].split())
    return "?" not in opening and (_AWAY.search(opening) or _UNTIL.search(opening)) is not None
