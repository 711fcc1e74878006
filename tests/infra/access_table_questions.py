"""The pages of questions, with who may see them; part of `access_table.py`. Behind each of a question the view looks who reads it."""

from security import Access

OF_QUESTIONS: dict[Access, list[str]] = {
    Access.SIGNED_IN: [
        "GET /questions",
        "POST /questions",
        "GET /questions/<int:question_id>",
        "POST /questions/<int:question_id>/answers",
        "POST /questions/<int:question_id>/calls/<int:person_id>",
        "POST /questions/<int:question_id>/promise",
        "POST /questions/<int:question_id>/promise/removal",
        "POST /questions/<int:question_id>/removal",
        "POST /questions/<int:question_id>/summary",
        "GET /questions/new",
        "POST /questions/replies/<int:reply_id>/help",
        "POST /questions/replies/<int:reply_id>/removal",
        "POST /questions/works",
        "GET /questions/works/new",
    ],
}
