"""The pages of questions, with who may see them; part of `access_table.py`. Behind each of a question the view looks who reads it.

What is public knows nobody: a token or a key opens it.
"""

from security import Access

OF_QUESTIONS: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /q/back",
        "POST /q/back",
        "POST /q/back/additions",
        "POST /q/back/appeal",
        "POST /q/back/help",
        "POST /q/back/removal",
        "POST /q/back/words",
        "POST /q/hand-in",
    ],
    Access.SIGNED_IN: [
        "GET /me/questions",
        "POST /me/questions/mail",
        "POST /me/questions/mentions",
        "GET /questions",
        "POST /questions",
        "GET /questions/<int:question_id>",
        "POST /questions/<int:question_id>/answers",
        "POST /questions/<int:question_id>/calls/<int:person_id>",
        "GET /questions/<int:question_id>/edit",
        "POST /questions/<int:question_id>/edit",
        "POST /questions/<int:question_id>/promise",
        "POST /questions/<int:question_id>/promise/removal",
        "POST /questions/<int:question_id>/holds",
        "POST /questions/<int:question_id>/removal",
        "POST /questions/<int:question_id>/replies",
        "POST /questions/<int:question_id>/reports",
        "POST /questions/<int:question_id>/reports/removal",
        "POST /questions/<int:question_id>/summary",
        "POST /questions/<int:question_id>/thanks",
        "GET /questions/desk",
        "POST /questions/holds/<int:hold_id>/appeal",
        "POST /questions/holds/<int:hold_id>/decision",
        "GET /questions/new",
        "GET /questions/replies/<int:reply_id>/edit",
        "POST /questions/replies/<int:reply_id>/edit",
        "POST /questions/replies/<int:reply_id>/help",
        "POST /questions/replies/<int:reply_id>/removal",
        "POST /questions/replies/<int:reply_id>/thanks",
        "POST /questions/replies/<int:reply_id>/welcome",
        "GET /questions/saved",
        "POST /questions/signature",
        "POST /questions/works",
        "GET /questions/works/new",
    ],
}
