"""Every refusal and fault as one shape of reply, with a sentence in both languages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.exceptions import HTTPException

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.logs import correlation, logger

log = logger("platform")


class FieldError(Value):
    """What is wrong with one field."""

    field: str
    zh: str
    en: str


class ErrorReply(Value):
    """Every reply with a status of 400 or above. `code` is stable; show `zh` or `en` to the person."""

    code: str
    zh: str
    en: str
    message: str
    fields: tuple[FieldError, ...] = ()
    details: dict[str, Any] = Field(default_factory=dict)
    correlation_id: UUID | None = None


ERROR_REPLIES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorReply} for status in (400, 401, 403, 404, 405, 409, 413, 415, 422, 424, 429, 503)
}

_HTTP_SENTENCES = {
    400: ("请求格式有误。", "The request is malformed."),
    404: ("没有找到，或您无权查看。", "Not found, or not yours to see."),
    405: ("此地址不支持该操作。", "This address does not take that method."),
    413: ("内容过大，请减小后重试。", "Too large; please send less."),
    415: ("不支持的内容类型。", "This content type is not taken here."),
}
_VALIDATION = {
    "missing": ("必填", "is required"),
    "extra_forbidden": ("不认识的字段", "is not a known field"),
    "string_too_short": ("太短", "is too short"),
    "string_too_long": ("太长", "is too long"),
    "json_invalid": ("不是有效的 JSON", "is not valid JSON"),
    "enum": ("不在可选范围内", "is not one of the choices"),
    "literal_error": ("不在可选范围内", "is not one of the choices"),
    "greater_than_equal": ("太小", "is too small"),
    "less_than_equal": ("太大", "is too large"),
    "finite_number": ("必须是有限的数", "must be a finite number"),
    "uuid_parsing": ("不是有效的标识", "is not a valid id"),
    "value_error": ("不符合要求", "is not acceptable"),
    "string_pattern_mismatch": ("格式不符", "has the wrong form"),
}


def not_found() -> NotFound:
    """The same "no" for what is not there and for what is not for this viewer."""
    return NotFound()


def wants_english(request: Request) -> bool:
    """Whether the reader's first language is English; Chinese otherwise."""
    return request.headers.get("accept-language", "zh").lower().startswith("en")


def reply(
    request: Request,
    status: int,
    code: str,
    zh: str,
    en: str,
    *,
    fields: Sequence[FieldError] = (),
    details: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """An error reply."""
    body = ErrorReply(
        code=code,
        zh=zh,
        en=en,
        message=en if wants_english(request) else zh,
        fields=tuple(fields),
        details=details or {},
        correlation_id=correlation.get(),
    )
    return JSONResponse(body.model_dump(mode="json"), status_code=status, headers=headers)


def _field_error(error: dict[str, Any]) -> FieldError:
    place = ".".join(str(part) for part in error["loc"] if part not in ("body", "query", "path", "header"))
    zh, en = _VALIDATION.get(error["type"], ("填写有误", "is not valid"))
    return FieldError(field=place or "body", zh=f"「{place or '内容'}」{zh}", en=f"'{place or 'body'}' {en}")


def install(app: FastAPI) -> None:
    """Register the handlers."""

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        return reply(
            request,
            error.status,
            error.code,
            error.sentence("zh"),
            error.sentence("en"),
            details=error.details,
        )

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [_field_error(item) for item in error.errors()][:20]
        zh = "填写有误：" + "；".join(item.zh for item in fields[:3]) + "。"
        en = "Please check: " + "; ".join(item.en for item in fields[:3]) + "."
        return reply(request, 422, "invalid_input", zh, en, fields=fields)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        zh, en = _HTTP_SENTENCES.get(error.status_code, ("请求未被接受。", "The request was refused."))
        code = NotFound.code if error.status_code == NotFound.status else f"http_{error.status_code}"
        return reply(request, error.status_code, code, zh, en, headers=dict(error.headers or {}))

    @app.exception_handler(asyncpg.PostgresError)
    @app.exception_handler(asyncpg.InterfaceError)
    @app.exception_handler(asyncpg.InternalClientError)
    @app.exception_handler(ConnectionError)
    @app.exception_handler(TimeoutError)
    async def engine_away(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, asyncpg.DataError | asyncpg.CheckViolationError):
            log.warning("bad_value", error=repr(error), path=request.url.path)
            return reply(request, 422, "invalid_input", "填写的内容无法处理。", "That value cannot be taken.")
        log.error("engine_fault", error=repr(error), path=request.url.path, exc_info=error)
        zh = "系统暂时无法保存，您填写的内容仍在，请稍后重试。"
        en = "The system cannot save right now. What you entered is kept; please try again shortly."
        return reply(request, 503, "temporarily_unavailable", zh, en, headers={"Retry-After": "1"})

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> JSONResponse:
        log.error("fault", error=repr(error), path=request.url.path, exc_info=error)
        zh = f"系统出错，已记录（编号 {correlation.get()}）。您填写的内容仍在，请重试或联系管理员。"
        en = f"Something broke and was logged ({correlation.get()}). What you entered is kept; please try again."
        return reply(request, 500, "fault", zh, en)
