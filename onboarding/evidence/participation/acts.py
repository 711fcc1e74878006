"""What platforms call what people do, and which of three ways to take part it is. What is not in here is refused, not guessed."""

from onboarding.evidence.participation.models import Level

WORDS = {
    Level.CONSUME: """
        consume consumed read reads reading view views viewed viewing open opened visit visited visits watch watched follow followed
        download downloaded search searched login signin signedin seen impression pageview
        lezen las gelezen leest bekijken bekeken openen geopend bezoek bezocht volgen gevolgd gezocht ingelogd gezien
        gelesen ansehen angesehen besucht
    """,
    Level.CONTRIBUTE: """
        contribute contributed contribution comment commented comments reply replied replies answer answered answers react reacted
        reaction reactions like liked likes share shared shares vote voted votes mention mentioned edit edited thank thanked rsvp
        reageren gereageerd reactie reacties antwoord antwoorden beantwoord gedeeld delen stem gestemd duim vindikleuk bijgedragen
        bewerkt bedankt
        kommentar kommentiert antwort geantwortet geteilt
    """,
    Level.CREATE: """
        create created creates creation post posted posts publish published write wrote written upload uploaded ask asked question
        questions topic thread page article event poll start started
        maken gemaakt plaatsen geplaatst bericht berichten gepubliceerd geschreven vraag vragen gevraagd onderwerp pagina artikel
        begonnen gestart
        beitrag erstellt frage veröffentlicht
    """,
}
LEVELS = {word: level for level, words in WORDS.items() for word in words.split()}


def level_of(word: str) -> Level | None:
    """Which way to take part this is; None where we do not know. Capitals, spaces and signs do not count."""
    return LEVELS.get("".join(sign for sign in word.casefold() if sign.isalpha()))
