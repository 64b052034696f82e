"""Tables of the scheduling database.

`resources` has a row for everything that can be taken; its row is the lock of all that resource's time.
"""

from sqlalchemy import (
    BINARY,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from services.scheduling.domain.hours.cells import DAY_BYTES
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted
from shared.idempotency import idempotency_keys_table
from shared.inbox import inbox_table
from shared.outbox import outbox_table

metadata = MetaData()
DayBits = LargeBinary().with_variant(BINARY(DAY_BYTES), "mysql", "mariadb")
Document = Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")


def _replica(name: str, key: str, *columns: Column) -> Table:  # type: ignore[type-arg]
    """What the catalogue last said of one thing: its newest revision wins."""
    return Table(
        name,
        metadata,
        Column(key, ID, primary_key=True),
        Column("revision", BigInteger, nullable=False),
        Column("retired", Boolean, nullable=False),
        Column("document", Document, nullable=False),
        *columns,
        **TABLE_OPTIONS,
    )


stores = _replica("stores", "store_id")
treatments = _replica("treatments", "treatment_id", Column("needed_minutes", Integer, nullable=False))
technicians = _replica("technicians", "technician_id")
store_resources = _replica("store_resources", "resource_id")
booking_rules = _replica("booking_rules", "rules_id", Column("scope", Ascii(40), nullable=False, index=True))

technician_stores = Table(
    "technician_stores",
    metadata,
    Column("store_id", ID, primary_key=True),
    Column("technician_id", ID, primary_key=True),
    **TABLE_OPTIONS,
)

resources = Table(
    "resources",
    metadata,
    Column("resource_id", ID, primary_key=True),
    Column("kind", Ascii(20), nullable=False),
    Column("store_id", ID),
    Column("owner_id", ID, nullable=False),
    Column("name", String(80), nullable=False),
    Column("treatments", Document),
    Column("retired", Boolean, nullable=False),
    Index("ix_resources_store", "store_id", "kind"),
    Index("ix_resources_owner", "owner_id"),
    **TABLE_OPTIONS,
)

resource_days = Table(
    "resource_days",
    metadata,
    Column("resource_id", ID, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("busy", DayBits, nullable=False),
    Column("place", ID),
    **TABLE_OPTIONS,
)

claims = Table(
    "claims",
    metadata,
    Column("claim_id", ID, primary_key=True),
    Column("status", Ascii(10), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("store_id", ID, nullable=False),
    Column("treatment_id", ID, nullable=False),
    Column("customer_id", ID, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("timezone", Ascii(60), nullable=False),
    Column("request", Encrypted("claims.request"), nullable=False),
    Column("wish", Encrypted("claims.wish"), nullable=False),
    Column("because", Document, nullable=False),
    Column("hold_until", UtcDateTime),
    Column("parts", Document),
    Column("released_because", Ascii(40)),
    Index("ix_claims_hold", "status", "hold_until"),
    Index("ix_claims_store", "store_id", "starts_at"),
    Index("ix_claims_customer", "customer_id", "starts_at"),
    **TABLE_OPTIONS,
)

claim_resources = Table(
    "claim_resources",
    metadata,
    Column("claim_id", ID, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("resource_id", ID, nullable=False),
    Column("kind", Ascii(20), nullable=False),
    Column("first_cell", BigInteger, nullable=False),
    Column("end_cell", BigInteger, nullable=False),
    Column("cells", Ascii(400), nullable=False),
    Column("is_requested", Boolean, nullable=False, server_default=false()),
    Column("place", ID),
    Index("ix_claim_resources_time", "resource_id", "first_cell"),
    **TABLE_OPTIONS,
)

assignments = Table(
    "assignments",
    metadata,
    Column("claim_id", ID, primary_key=True),
    Column("claim_revision", Integer, primary_key=True),
    Column("document", Encrypted("assignments.document", long=True), nullable=False),
    **TABLE_OPTIONS,
)

avoidances = Table(
    "avoidances",
    metadata,
    Column("customer_id", ID, primary_key=True),
    Column("technician_id", ID, primary_key=True),
    Column("side", Ascii(10), primary_key=True),
    Column("reason", Encrypted("avoidances.reason")),
    Column("set_by", ID, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Index("ix_avoidances_technician", "technician_id"),
    **TABLE_OPTIONS,
)

changes = Table(
    "changes",
    metadata,
    Column("change_id", ID, primary_key=True),
    Column("claim_id", ID, nullable=False),
    Column("is_made", Boolean, nullable=False),
    Column("claim_revision", Integer, nullable=False),
    **TABLE_OPTIONS,
)

working_plans = Table(
    "working_plans",
    metadata,
    Column("technician_id", ID, primary_key=True),
    Column("effective_from", Date, primary_key=True),
    Column("document", Document, nullable=False),
    **TABLE_OPTIONS,
)

absences = Table(
    "absences",
    metadata,
    Column("absence_id", ID, primary_key=True),
    Column("technician_id", ID, nullable=False),
    Column("kind", Ascii(10), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("reason", String(200), nullable=False),
    Index("ix_absences_technician", "technician_id", "ends_at"),
    **TABLE_OPTIONS,
)

leave_requests = Table(
    "leave_requests",
    metadata,
    Column("request_id", ID, primary_key=True),
    Column("technician_id", ID, nullable=False),
    Column("status", Ascii(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("reason", Encrypted("leave_requests.reason"), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", Ascii(60), nullable=False),
    Column("answered_at", UtcDateTime),
    Column("answered_by", Ascii(60)),
    Column("refusal", Encrypted("leave_requests.refusal"), nullable=False),
    Column("leave_id", ID),
    Index("ix_leave_requests_technician", "technician_id", "status"),
    Index("ix_leave_requests_leave", "leave_id"),
    **TABLE_OPTIONS,
)

roster_proposals = Table(
    "roster_proposals",
    metadata,
    Column("proposal_id", ID, primary_key=True),
    Column("store_id", ID, nullable=False),
    Column("status", Ascii(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", Ascii(60), nullable=False),
    Column("problem", Document, nullable=False),
    Column("outcome", Document, nullable=False),
    Column("progress", Document, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Index("ix_roster_proposals_status", "status", "lease_until"),
    **TABLE_OPTIONS,
)

contracts = Table(
    "contracts",
    metadata,
    Column("technician_id", ID, primary_key=True),
    Column("document", Document, nullable=False),
    **TABLE_OPTIONS,
)

shift_wishes = Table(
    "shift_wishes",
    metadata,
    Column("wish_id", ID, primary_key=True),
    Column("technician_id", ID, nullable=False),
    Column("wished_on", Date, nullable=False),
    Column("document", Document, nullable=False),
    Index("ix_shift_wishes_technician", "technician_id", "wished_on"),
    **TABLE_OPTIONS,
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("scope", ID, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", Ascii(10), nullable=False),
    Column("follows", Integer),
    Column("name", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("hours", Document, nullable=False),
    **TABLE_OPTIONS,
)

editions = Table(
    "editions",
    metadata,
    Column("subject", Ascii(20), primary_key=True),
    Column("number", BigInteger, nullable=False),
    **TABLE_OPTIONS,
)

delays = Table(
    "delays",
    metadata,
    Column("technician_id", ID, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    **TABLE_OPTIONS,
)

# What booking last told of who takes a home visit; `asked` are ids, null unless all who were asked have left it.
home_offerings = Table(
    "home_offerings",
    metadata,
    Column("claim_id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("claim_revision", Integer, nullable=False),
    Column("asked", Text),
    **TABLE_OPTIONS,
)

dispatch_proposals = Table(
    "dispatch_proposals",
    metadata,
    Column("proposal_id", ID, primary_key=True),
    Column("store_id", ID, nullable=False),
    Column("day", Date, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("created_by", Ascii(40), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("status", Ascii(10), nullable=False),
    Column("progress", Integer, nullable=False),
    Column("failure", Ascii(40)),
    Column("outcome", Document),
    Column("lease_until", UtcDateTime),
    Index("ix_dispatch_proposals_status", "status", "lease_until"),
    **TABLE_OPTIONS,
)

idempotency_keys_table(metadata)
inbox_table(metadata)
outbox_table(metadata)
