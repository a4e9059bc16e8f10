"""Whether a password can be guessed: by a well-kept library's word lists, never by rules of composition. Pure."""

from __future__ import annotations

from gridops.errors import fault

LEAST_LENGTH = 8
#: Of the library's scores from 0 to 4: beyond a hundred million guesses.
LEAST_SCORE = 3
#: The library refuses more; what is longer is strong by what stands before.
_LOOKED_AT = 72


def require_strong(password: str, *known: str) -> None:
    """422 at /password for one that is short, common, or made of what is `known` of the account."""
    if len(password) < LEAST_LENGTH:
        raise fault(
            "/password",
            f"密码至少 {LEAST_LENGTH} 个字符",
            f"A password has at least {LEAST_LENGTH} characters",
        )
    if _score(password, known) < LEAST_SCORE:
        raise fault(
            "/password",
            "这个密码太常见或容易猜到，请换一个，例如几个不相干的词连在一起",
            "This password is common or easily guessed; take another, such as a few unrelated words",
        )


def _score(password: str, known: tuple[str, ...]) -> int:
    # Its word lists take megabytes and a moment to read: only who sets a password waits for them.
    from zxcvbn import zxcvbn

    parts = [part for word in known for part in (word, *word.split("."))]
    return int(zxcvbn(password[:_LOOKED_AT], user_inputs=[*parts, "gridops", "wangge"])["score"])
