"""What may be asked about the choice of technicians: its reasons, the clocks, the never-again list."""

from marshmallow import fields, validate

from services.scheduling.schemas.shapes import REASON_LENGTH, Request, identifier
from shared.moments import within_reach


class OfAppointment(Request):
    appointment_id = identifier()


class GetClocks(Request):
    store_id = identifier()
    day = fields.Date(data_key="date", allow_none=True, load_default=None, validate=within_reach)


class OfCustomer(Request):
    customer_id = identifier()


class OfPair(OfCustomer):
    technician_id = identifier()


class PutNeverAgain(OfPair):
    reason = fields.String(load_default="", validate=validate.Length(max=REASON_LENGTH))
