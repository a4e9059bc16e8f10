"""Accounts of others made and changed: name, telephone, agency. Appends to the log; never commits, gives no rights."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from gridops.db.ids import new_id
from gridops.db.session import Session, acting_as
from gridops.errors import Fault, Problem, Unfit, invalid
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.accounts import rules
from gridops.people.models import Account
from gridops.people.rules import Actor


@dataclass(frozen=True)
class AccountContent:
    """What is said of a person: how he signs in, what he is called, his number, his agency."""

    username: str
    name: str
    phone: str | None
    agency_id: UUID | None


def get_account(session: Session, account_id: UUID) -> Account:
    """An account, locked for a change; 404 for one that is not there."""
    with acting_as(session, "gridops_system"):
        found = queries.lock_account(session, account_id)
    if found is None:
        raise Problem("not-found")
    return found


def add_account(session: Session, actor: Actor | None, content: AccountContent) -> Account:
    """A new account without a password: its person signs in by a one-time code first.

    422 at /username and /phone for what is another's, at /agency_code for an agency that there is none of. An empty
    user name is made of the telephone number.
    """
    with acting_as(session, "gridops_system"):
        queries.lock_accounts(session)
        content = AccountContent(
            content.username or free_username(session, content.phone),
            content.name,
            content.phone,
            content.agency_id,
        )
        refuse_faults(faults_of(session, content, None))
        account = Account(
            id=new_id(),
            username=content.username,
            display_name=content.name,
            phone=content.phone,
            agency_id=content.agency_id,
            is_active=True,
        )
        session.add(account)
        session.flush()
    tell(session, actor, account.id, "account.made", {})
    return account


def edit_account(session: Session, actor: Actor | None, account: Account, content: AccountContent) -> Account:
    """What is said of a person changed; a user name that was the old number becomes the new one."""
    with acting_as(session, "gridops_system"):
        queries.lock_accounts(session)
        username = content.username
        if username == account.phone != content.phone:
            username = content.phone or ""
        content = AccountContent(username, content.name, content.phone, content.agency_id)
        refuse_faults(faults_of(session, content, account))
        said = {
            "username": content.username,
            "display_name": content.name,
            "phone": content.phone,
            "agency_id": content.agency_id,
        }
        changed = sorted(name for name, value in said.items() if getattr(account, name) != value)
        for name in changed:
            setattr(account, name, said[name])
        session.flush()
    if changed:
        tell(session, actor, account.id, "account.edited", {"changed": changed})
    return account


def faults_of(session: Session, content: AccountContent, account: Account | None) -> list[Fault]:
    """What is wrong with what is said of a person, at /username, /name and /phone."""
    faults = []
    if not content.name.strip():
        faults.append(Fault("/name", "请填写姓名", "Give the name"))
    try:
        rules.check_username(rules.plain_username(content.username), content.phone)
    except Unfit as error:
        faults.append(Fault("/username", *error.words))
    own = account.id if account is not None else None
    if queries.is_username_taken(session, content.username, own):
        faults.append(Fault("/username", "这个用户名已有人用", "This user name is taken"))
    if content.phone and queries.is_phone_taken(session, content.phone, own):
        faults.append(Fault("/phone", "这个电话已是另一账号的", "This telephone number is another account's"))
    return faults


def refuse_faults(faults: list[Fault]) -> None:
    """422 with the faults; nothing where there are none."""
    if faults:
        raise invalid(*faults)


def free_username(session: Session, phone: str | None) -> str:
    """A user name made of the telephone number, with a count behind it where somebody had it before."""
    if not phone:
        raise invalid(Fault("/username", "请填写用户名或电话", "Give a user name or a telephone number"))
    if not queries.is_username_taken(session, phone, None):
        return phone
    # Whoever had the number before keeps his name in the records.
    count = 2
    while queries.is_username_taken(session, f"{phone}-{count}", None):
        count += 1
    return f"{phone}-{count}"


def tell(
    session: Session, actor: Actor | None, account_id: UUID, action: str, data: dict[str, object]
) -> None:
    """The log's entry of an account; ids, codes and names of fields only."""
    append(
        session,
        Entry(action, "account", account_id, 1, actor.id if actor else None, persons=[account_id], data=data),
    )
