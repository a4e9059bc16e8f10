"""The sheet of certificates: one row a certificate. One that is registered is renewed where it differs."""

from __future__ import annotations

from typing import Any

from gridops.db.session import Session
from gridops.people import queries
from gridops.people.certificates import editing
from gridops.people.certificates.wire import CertificateIn
from gridops.people.rules import Actor
from gridops.people.taking_in.names import Names
from gridops.people.taking_in.rows import RowSheet, find_named
from gridops.sheets import Record
from gridops.words import Words

_NO_AGENCY = Words("没有这个部门", "No such agency")


def _fields(record: Record, names: Names) -> dict[str, Any]:
    return {
        "number": record.code("number"),
        "officer_name": record.text("officer"),
        "agency_code": find_named(record, "agency", names.agencies, _NO_AGENCY),
        "valid_from": record.day("starts"),
        "valid_until": record.day("until"),
    }


def _write(session: Session, actor: Actor, body: CertificateIn) -> str:
    known = queries.find_certificate(session, body.number)
    if known is None:
        editing.add_certificate(session, actor, editing.CertificateContent(**body.model_dump()))
        return "made"
    version = known.version
    row = editing.get_certificate(session, known.id)
    said = body.model_dump(include={"officer_name", "agency_code", "valid_until"})
    editing.change_certificate(session, actor, row, said)
    return "changed" if row.version != version else "same"


CERTIFICATES = RowSheet(
    title=Words("执法证", "Certificates"),
    headings={
        "number": ("证号", "执法证号", "证件编号", "Number"),
        "officer": ("姓名", "持证人", "Officer"),
        "agency": ("部门", "所属部门", "执法机关", "Agency"),
        "starts": ("发证日期", "有效期起", "From"),
        "until": ("有效期至", "有效期止", "有效期", "Valid until"),
    },
    english={
        "number": "Number",
        "officer": "Officer",
        "agency": "Agency",
        "starts": "From",
        "until": "Valid until",
    },
    days=("starts", "until"),
    required=("number", "officer", "agency", "until"),
    name="officer",
    columns={
        "number": "number",
        "officer_name": "officer",
        "agency_code": "agency",
        "valid_from": "starts",
        "valid_until": "until",
    },
    examples={
        "zh": (("15060000001", "示例：张三", "综合执法", "2024-01-01", "2028-12-31"),),
        "en": (("15060000001", "Example: Zhang San", "enforcement", "2024-01-01", "2028-12-31"),),
    },
    model=CertificateIn,
    names=Names.read,
    fields=_fields,
    write=_write,
)
