"""The catalogue of problems: one entry for each thing that can go wrong, with a stable code.

What is raised anywhere below a request is a `Problem` of this catalogue; nothing here knows HTTP's framework.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridops.words import Words


@dataclass(frozen=True)
class Kind:
    """One catalogue entry: stable code, HTTP status, title, names of extra members."""

    code: str
    status: int
    title: Words
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """One named fault in what was sent: an RFC 6901 pointer and a message in both languages."""

    pointer: str
    zh: str
    en: str

    @property
    def words(self) -> Words:
        """The message as one text."""
        return Words(self.zh, self.en)


_ENTRIES = (
    Kind("bad-json", 400, Words("内容不是可读的 JSON", "The body is not readable JSON")),
    Kind("bad-request", 400, Words("请求有误", "The request cannot be understood")),
    Kind("not-authenticated", 401, Words("请先登录", "Sign in first")),
    Kind(
        "token-expired",
        401,
        Words("登录已过期或已被撤销，请重新登录", "The sign-in has expired or was revoked"),
    ),
    Kind(
        "wrong-credentials", 401, Words("用户名、密码或验证码不正确", "User name, password or code is wrong")
    ),
    Kind("out-of-scope", 403, Words("超出您的权限范围", "This is outside your scope")),
    Kind("confirm-password", 403, Words("请再次输入密码确认", "Confirm with your password first")),
    Kind(
        "demonstration",
        403,
        Words("演示库只在本机可用", "The demonstration is served to its own machine alone"),
    ),
    Kind("origin-mismatch", 403, Words("请求来源与本站不符", "The request's Origin is not this site")),
    Kind("not-found", 404, Words("没有找到", "Not found")),
    Kind("method-not-allowed", 405, Words("不支持此方法", "Method not allowed"), ("allowed",)),
    Kind("not-acceptable", 406, Words("不支持所要的格式", "None of the accepted formats is offered")),
    Kind(
        "illegal-move",
        409,
        Words("当前状态下不能这样做", "Not allowed from this state"),
        ("state", "allowed_actions"),
    ),
    Kind(
        "stale-version",
        409,
        Words("事件已被他人更新，请刷新后再试", "The case has changed since"),
        ("version",),
    ),
    Kind(
        "report-conflict",
        409,
        Words("该编号已用于内容不同的上报", "This client_id was used for another report"),
    ),
    Kind(
        "number-taken",
        409,
        Words(
            "该来源的这个编号已登记在您范围以外的事件上",
            "This number of the origin belongs to a case outside your scope",
        ),
    ),
    Kind("move-conflict", 409, Words("该操作编号已用于另一操作", "This move_id was used for another move")),
    Kind(
        "no-power", 409, Words("本单位没有此项权限", "The unit does not hold this power"), ("act", "holders")
    ),
    Kind(
        "answer-owed", 409, Words("还没有答复或回访，不能结案", "An answer or a call-back is owed"), ("owes",)
    ),
    Kind(
        "unit-has-accounts",
        409,
        Words("该力量有账号，由其自己登录办理", "The unit has accounts and acts for itself"),
    ),
    Kind("too-late", 409, Words("已超过规定期限", "The time for this is over"), ("until",)),
    Kind(
        "no-basis",
        409,
        Words("下派缺少依据或经费渠道", "Handed down without a basis or without saying who pays"),
        ("hand_down", "responsibility"),
    ),
    Kind(
        "done-first",
        409,
        Words(
            "此类事项先处置、后仲裁，争议已记录",
            "This is done first and arbitrated after; the dispute is recorded",
        ),
        ("hand_down", "ground"),
    ),
    Kind(
        "last-administrator",
        409,
        Words(
            "这是最后一位管理员，请先把管理员岗位交给别人",
            "This is the last administrator; give the post to somebody else first",
        ),
    ),
    Kind(
        "no-successor",
        409,
        Words(
            "有岗位只有此人一人，请指定接替的人",
            "Nobody else is on some of the posts; name who takes over",
        ),
        ("posts",),
    ),
    Kind("no-unit", 409, Words("没有找到可派遣的处置力量", "No unit can be found for this"), ("reason",)),
    Kind("upload-conflict", 409, Words("上传进度不一致", "The upload's offset differs"), ("offset",)),
    Kind("media-conflict", 409, Words("该文件编号已用于另一文件", "This media id was used for another file")),
    Kind("conflict", 409, Words("与已有数据冲突", "Conflicts with what is stored"), ("constraint",)),
    Kind(
        "resync-required", 410, Words("游标太旧，请重新取快照", "The cursor is too old; take a new snapshot")
    ),
    Kind("gone", 410, Words("已不存在", "It is gone")),
    Kind(
        "precondition-failed",
        412,
        Words("不支持此协议版本", "This version of the protocol is not spoken here"),
    ),
    Kind("too-large", 413, Words("内容超过大小限制", "The body is over the limit"), ("limit_bytes",)),
    Kind("address-too-long", 414, Words("请求地址太长", "The address is too long")),
    Kind("unsupported-media", 415, Words("不支持此内容类型", "The content type is not supported")),
    Kind("invalid", 422, Words("内容有误", "Some of what was sent is invalid")),
    Kind(
        "out-of-extent",
        422,
        Words("位置在辖区 20 公里以外", "The place is more than 20 km outside the district"),
    ),
    Kind("digest-mismatch", 422, Words("文件校验值不符", "The body does not match its digest")),
    Kind("not-an-image", 422, Words("文件不是可识别的图片", "The file is no image that can be read")),
    Kind(
        "too-many-attempts",
        429,
        Words("尝试次数过多，请稍后再试", "Too many attempts; wait a little"),
        ("retry_after_s",),
    ),
    Kind("headers-too-large", 431, Words("请求头太大", "The headers are too large")),
    Kind("internal", 500, Words("服务内部错误，已记录", "Something failed here; it has been logged")),
    Kind("unavailable", 503, Words("服务暂不可用，请稍后再试", "Not available just now; try again")),
    Kind("storage-full", 507, Words("存储空间不足", "There is no room to store this")),
)

CATALOGUE: Mapping[str, Kind] = {kind.code: kind for kind in _ENTRIES}


class Unfit(ValueError):  # noqa: N818 - it is told to people, as a Problem is
    """A value that does not fit, said in both languages: what validators and pure readers raise.

    As a ValueError it passes through pydantic, and becomes the message of the fault at the value's pointer.
    """

    def __init__(self, zh: str, en: str) -> None:
        self.words = Words(zh, en)
        super().__init__(f"{zh} / {en}")


def words_of(error: ValueError) -> Words:
    """What a reader's refusal says; one that is not ours says the same in both languages."""
    return error.words if isinstance(error, Unfit) else Words(str(error), str(error))


class Problem(Exception):  # noqa: N818 - RFC 9457's own word
    """A refusal that the caller is told of.

    `code` names a catalogue entry; `detail` is a pair (zh, en) or one text; `faults` name pointers;
    `extra` carries the entry's own members. Personal data from the request never goes into any of them.
    """

    def __init__(
        self,
        code: str,
        detail: str | tuple[str, str] = "",
        *,
        faults: Sequence[Fault] = (),
        **extra: Any,
    ) -> None:
        self.kind = CATALOGUE[code]
        self.detail = Words(detail, detail) if isinstance(detail, str) else Words(*detail)
        self.faults = tuple(faults)
        self.extra = extra
        super().__init__(f"{code}: {self.detail.en}")

    def document(self, language: str = "zh") -> dict[str, Any]:
        """The RFC 9457 document in `language` ("zh" or "en")."""
        title = self.kind.title.in_(language)
        return {
            "type": f"urn:gridops:problem:{self.kind.code}",
            "title": title,
            "status": self.kind.status,
            "code": self.kind.code,
            "detail": self.detail.in_(language) or title,
            "errors": [{"pointer": f.pointer, "message": f.words.in_(language)} for f in self.faults],
            **self.extra,
        }


def invalid(*faults: Fault) -> Problem:
    """422 with every fault named by pointer."""
    zh = "；".join(f"{f.pointer} {f.zh}" for f in faults[:3])
    en = "; ".join(f"{f.pointer} {f.en}" for f in faults[:3])
    return Problem("invalid", (zh, en), faults=faults)


def fault(pointer: str, zh: str, en: str) -> Problem:
    """422 for a single fault."""
    return invalid(Fault(pointer, zh, en))
