"""Passkeys (WebAuthn Level 3): a key in a phone, a stick or the computer itself that no page can copy.

They belong to a host name: where the server is called by its number, there are none.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import webauthn
from sqlmodel import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts import factors, repository, service
from iga_madoguchi.domain.accounts.models import Staff, StaffFactor
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.errors import Conflict, InvalidInput

CREDENTIAL_LIMIT = 1023  # bytes, by the standard
OURS = "伊賀市 つながる窓口"


@dataclass(frozen=True)
class Site:
    """Where the browser is. `origin` as it sends it, checked by the caller to be one of ours."""

    origin: str

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""

    @property
    def usable(self) -> bool:
        """Whether a browser makes passkeys here: at a name, over TLS or on the machine itself."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return self.host == "localhost" or self.origin.startswith("https://")
        return False


def to_add(database: Database, login: str, site: Site) -> tuple[bytes, str]:
    """(challenge, options as JSON) for `navigator.credentials.create`. Raises NotFound."""
    with database.reading() as session:
        staff = service.find(session, login)
        known = _credentials(session, staff)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=OURS,
        user_name=staff.login,
        user_display_name=staff.name,
        # Opaque to the passkey, the same for every one of this person.
        user_id=f"staff-{staff.id}".encode(),
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return options.challenge, webauthn.options_to_json(options)


def made(site: Site, now: datetime, challenge: bytes, credential: str) -> StaffFactor | None:
    """A passkey that was just made for this challenge, for `add`; None when it was not."""
    try:
        seen = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except Exception:
        return None
    if len(seen.credential_id) > CREDENTIAL_LIMIT:
        return None
    return StaffFactor(
        staff_id=0,
        kind=factors.PASSKEY,
        name=factors.NAMES[factors.PASSKEY],
        credential=bytes_to_base64url(seen.credential_id),
        public_key=seen.credential_public_key,
        uses=seen.sign_count,
        added_at=now,
    )


def add(database: Database, login: str, row: StaffFactor | None, actor: Actor) -> None:
    """One more passkey. Raises InvalidInput `accounts.passkey.refused`, Conflict
    `accounts.factor.many|passkey.known`, NotFound.
    """
    if row is None:
        raise InvalidInput("accounts.passkey.refused")
    with database.transaction() as session:
        if repository.factor_by_credential(session, row.credential or "") is not None:
            raise Conflict("accounts.passkey.known")
        factors.add(session, row.added_at, service.find(session, login), row, actor)


def to_show(database: Database, login: str, site: Site) -> tuple[bytes, str]:
    """(challenge, options as JSON) for `navigator.credentials.get`. Raises NotFound."""
    with database.reading() as session:
        known = _credentials(session, service.find(session, login))
    options = webauthn.generate_authentication_options(rp_id=site.host, allow_credentials=known)
    return options.challenge, webauthn.options_to_json(options)


def shows(
    session: Session, now: datetime, staff: Staff, site: Site, challenge: bytes, credential: str
) -> bool:
    """Whether one of this person's passkeys has signed this challenge."""
    try:
        given = webauthn.helpers.parse_authentication_credential_json(credential)
        row = repository.factor_by_credential(session, bytes_to_base64url(given.raw_id))
        if row is None or row.staff_id != staff.id:
            return False
        seen = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.uses,
        )
    except Exception:
        return False
    row.uses, row.used_at = seen.new_sign_count, now
    session.add(row)
    return True


def _credentials(session: Session, staff: Staff) -> list[PublicKeyCredentialDescriptor]:
    rows = repository.factors_of(session, staff.id or 0)
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential)) for row in rows if row.credential
    ]
