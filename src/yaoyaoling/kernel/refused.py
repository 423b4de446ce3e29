"""`Refused`: an anticipated "no", with a stable code and a sentence for the person in both languages."""

from typing import Any, ClassVar


class Refused(Exception):
    """Base of all anticipated refusals; each lives beside what raises it.

    Subclasses set `code` (stable, snake case), `status` (HTTP), and the sentences `zh` and `en`, which
    may name details in braces: `NotYours(taken_by="王芳")` with "已由{taken_by}接听". Details must be
    safe to show to whoever asked.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    zh: ClassVar[str] = "操作未被接受。"
    en: ClassVar[str] = "The request was refused."

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details = details

    def sentence(self, language: str = "zh") -> str:
        """The refusal as a sentence; language: "zh" or "en"."""
        template = self.en if language == "en" else self.zh
        return template.format(**self.details)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence('en')}"


class NotFound(Refused):
    """There is none, or it is not for this person to see: the reply is the same for both."""

    code = "not_found"
    status = 404
    zh = "没有找到，或您无权查看。"
    en = "Not found, or not yours to see."


class NotAllowed(Refused):
    """This role may not do that."""

    code = "not_allowed"
    status = 403
    zh = "您的角色无权执行此操作。"
    en = "Your role may not do this."


class Conflict(Refused):
    """Somebody else changed the thing first."""

    code = "changed_meanwhile"
    status = 409
    zh = "内容已被他人更改，请查看最新状态后再操作。"
    en = "Somebody changed this meanwhile. Look at its present state, then try again."
