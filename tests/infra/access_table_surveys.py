"""The pages of surveys, with who may see them; part of `access_table.py`. What is public knows nobody: a token or a link opens it."""

from security import Access

OF_SURVEYS: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /s/<token>",
        "POST /s/<token>/stop",
        "POST /s/hand-in",
        "POST /s/signature",
    ],
    Access.SIGNED_IN: [
        "GET /surveys",
        "GET /surveys/<int:survey_id>",
        "POST /surveys/<int:survey_id>/asking",
        "POST /surveys/<int:survey_id>/stop",
        "POST /surveys/signature",
        "GET /surveys/waves/<int:wave_id>",
    ],
    Access.MANAGER: [
        "POST /surveys",
        "POST /surveys/<int:survey_id>/end",
        "GET /surveys/<int:survey_id>/form",
        "POST /surveys/<int:survey_id>/form",
        "POST /surveys/<int:survey_id>/removal",
        "POST /surveys/<int:survey_id>/start",
        "GET /surveys/new",
    ],
}
