"""The pages of wishes and concerns, with who may see them; part of `access_table.py`. What is public knows nobody: a token, a key or a link opens it."""

from security import Access

OF_VOICES: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /v",
        "GET /v/back",
        "POST /v/back",
        "POST /v/back/withdrawal",
        "POST /v/back/words",
        "POST /v/hand-in",
        "GET /v/letter/<token>",
        "POST /v/letter/<token>",
        "POST /v/me-too",
        "POST /v/signature",
    ],
    Access.SIGNED_IN: [
        "GET /me/voices",
        "POST /me/voices/<int:voice_id>/staying",
        "POST /me/voices/<int:voice_id>/withdrawal",
        "POST /me/voices/<int:voice_id>/words",
        "GET /voices",
        "POST /voices",
        "GET /voices/<int:voice_id>",
        "POST /voices/<int:voice_id>/reports",
        "GET /voices/done",
        "GET /voices/known",
        "GET /voices/new",
        "POST /voices/signature",
    ],
    Access.HOSTS: [
        "POST /voices/<int:voice_id>/answers",
    ],
    Access.MANAGER: [
        "POST /voices/<int:voice_id>/answerer",
        "POST /voices/<int:voice_id>/holding",
        "POST /voices/<int:voice_id>/looks",
        "GET /voices/<int:voice_id>/same/<int:other_id>",
        "POST /voices/<int:voice_id>/same/<int:other_id>",
        "POST /voices/<int:voice_id>/separation",
        "POST /voices/<int:voice_id>/showing",
        "GET /voices/desk",
        "POST /voices/launches",
        "POST /voices/launches/<int:launch_id>/removal",
        "GET /voices/poster",
    ],
}
