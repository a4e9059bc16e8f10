"""Reading the catalogue: each right on the schema's tables and functions, as the statement that gives it.

Only what concerns our roles and PUBLIC; what other accounts were granted is an administrator's affair.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from gridops.db.session import ROLES

_FIRST_WITH_SET = 160_000

# MAINTAIN is new in PostgreSQL 17 and part of its ALL; what every version knows is compared.
_ALL = "DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE"
_HOLDERS = f"""
    (SELECT oid, quote_ident(rolname) AS name FROM pg_roles WHERE rolname IN {ROLES}
     UNION ALL SELECT 0::oid, 'PUBLIC')
"""
_RELATIONS = f"""
SELECT format('GRANT %s ON %s %s TO %s',
        replace(string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type), '{_ALL}', 'ALL'),
        CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname || '.' || quote_ident(c.relname), h.name)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN aclexplode(c.relacl) a
JOIN {_HOLDERS} h ON h.oid = a.grantee
WHERE n.nspname = 'gridops' AND a.privilege_type <> 'MAINTAIN' GROUP BY n.nspname, c.relkind, c.relname, h.name
"""
_COLUMNS = f"""
SELECT format('GRANT %s (%s) ON TABLE %s TO %s', a.privilege_type,
        string_agg(quote_ident(t.attname), ', ' ORDER BY t.attname),
        n.nspname || '.' || quote_ident(c.relname), h.name)
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN aclexplode(t.attacl) a JOIN {_HOLDERS} h ON h.oid = a.grantee
WHERE n.nspname = 'gridops' AND NOT t.attisdropped GROUP BY n.nspname, c.relname, a.privilege_type, h.name
"""
_SCHEMA = f"""
SELECT format('GRANT %s ON SCHEMA gridops TO %s', a.privilege_type, h.name)
FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a JOIN {_HOLDERS} h ON h.oid = a.grantee
WHERE n.nspname = 'gridops'
"""
_FUNCTIONS = f"""
SELECT format('GRANT EXECUTE ON FUNCTION gridops.%I(%s) TO %s', p.proname, oidvectortypes(p.proargtypes), h.name)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a JOIN {_HOLDERS} h ON h.oid = a.grantee
WHERE n.nspname = 'gridops'
UNION ALL
SELECT format('ALTER FUNCTION gridops.%I(%s) SECURITY DEFINER%s', p.proname, oidvectortypes(p.proargtypes),
    (SELECT string_agg(format(' SET %s TO %s', split_part(s, '=', 1), split_part(s, '=', 2)), '' ORDER BY s)
     FROM unnest(p.proconfig) s))
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'gridops' AND p.prosecdef
"""
_POLICIES = r"""
SELECT format('CREATE POLICY %I ON gridops.%I AS %s FOR %s TO %s', policyname, tablename, permissive, cmd,
        array_to_string(roles, ', '))
    || coalesce(' USING (' || regexp_replace(qual, '\s+', ' ', 'g') || ')', '')
    || coalesce(' WITH CHECK (' || regexp_replace(with_check, '\s+', ' ', 'g') || ')', '')
FROM pg_policies WHERE schemaname = 'gridops'
UNION ALL
SELECT format('ALTER TABLE gridops.%I ENABLE ROW LEVEL SECURITY', relname)
FROM pg_class WHERE relnamespace = 'gridops'::regnamespace AND relrowsecurity
"""
_TRIGGERS = """
SELECT format('ALTER TABLE gridops.%I ENABLE TRIGGER %I', c.relname, t.tgname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'gridops'::regnamespace AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
"""
_OF_ROLES = """
SELECT format('CREATE ROLE %I', rolname) FROM pg_roles WHERE rolname = ANY(:roles)
UNION ALL
SELECT format('GRANT %I TO CURRENT_USER', rolname) FROM pg_roles
WHERE rolname = ANY(:roles) AND pg_has_role(current_user, oid, :become)
UNION ALL
SELECT format('GRANT %I TO %I', held.rolname, holder.rolname)
FROM pg_auth_members m JOIN pg_roles held ON held.oid = m.roleid JOIN pg_roles holder ON holder.oid = m.member
WHERE holder.rolname = ANY(:roles)
UNION ALL
SELECT format('ALTER ROLE %I %s', rolname, a.name)
FROM pg_roles CROSS JOIN LATERAL (VALUES ('SUPERUSER', rolsuper), ('BYPASSRLS', rolbypassrls), ('LOGIN', rolcanlogin),
    ('CREATEROLE', rolcreaterole), ('CREATEDB', rolcreatedb), ('REPLICATION', rolreplication)) a(name, is_so)
WHERE rolname = ANY(:roles) AND a.is_so
"""
# What the service signs in as reads and writes beside the policies, as the owner does.
_FOREIGN = """
SELECT format('ALTER %s gridops.%I OWNER TO %I', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relname,
    pg_get_userbyid(relowner))
FROM pg_class WHERE relnamespace = 'gridops'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT pg_has_role(current_user, relowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype IN ('a', 'i'))
UNION ALL
SELECT format('ALTER FUNCTION gridops.%I(%s) OWNER TO %I', proname, oidvectortypes(proargtypes),
    pg_get_userbyid(proowner))
FROM pg_proc WHERE pronamespace = 'gridops'::regnamespace AND NOT pg_has_role(current_user, proowner, 'USAGE')
"""
_ON_OBJECTS = (_RELATIONS, _COLUMNS, _SCHEMA, _FUNCTIONS, _POLICIES, _TRIGGERS, _FOREIGN)
_OF_DATABASE = " UNION ALL ".join(_ON_OBJECTS)


def find_rights(connection: Connection) -> frozenset[str]:
    """Every right as the statement that gives it; of a database without our schema only those of the roles.

    Called in a transaction of its own: names are written out whole, whatever the connection's search path.
    """
    connection.execute(text("SET LOCAL search_path = pg_catalog"))
    values = {"roles": list(ROLES), "become": _becoming(connection)}
    found = set(connection.scalars(text(_OF_ROLES), values))
    if connection.scalar(text("SELECT to_regnamespace('gridops')")) is not None:
        found |= set(connection.scalars(text(_OF_DATABASE)))
    return frozenset(found)


def may_become(connection: Connection, role: str) -> bool | None:
    """Whether the account that is signed in may take the role; None where there is no such role."""
    asked = text(
        "SELECT pg_has_role(current_user, oid, :become) FROM pg_catalog.pg_roles WHERE rolname = :role"
    )
    found: bool | None = connection.scalar(asked, {"role": role, "become": _becoming(connection)})
    return found


def _becoming(connection: Connection) -> str:
    version = connection.scalar(text("SELECT current_setting('server_version_num')::int"))
    return "SET" if version >= _FIRST_WITH_SET else "MEMBER"
