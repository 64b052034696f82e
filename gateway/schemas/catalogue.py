"""Stores, treatments, technicians, beds and devices, booking rules."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Moment, PageQuery, Part, Place, Query, Request, page_of
from gateway.schemas.weekly import Weekly

SLUG = validate.Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$", error="Lower-case letters, digits and single hyphens only.")
PLACES = validate.OneOf(["store", "home"])
GENDERS = validate.OneOf(["female", "male"])
BY_HOUR = 'By hour of the store\'s day where it differs: `{"8": 15}` from 8 to 9.'
STRENGTHS = validate.OneOf(["light", "medium", "heavy"])


class Closure(Part):
    """Closed between two instants, or for whole days."""

    from_ = fields.String(data_key="from", required=True)
    to = fields.String(required=True)
    reason = fields.String(allow_none=True)


class StoreFields(Request):
    name = fields.String()
    name_en = fields.String(allow_none=True)
    aliases = fields.List(fields.String())
    address = fields.String()
    lng = fields.Float()
    lat = fields.Float()
    phone = fields.String()
    timezone = fields.String(metadata={"examples": ["Asia/Shanghai"]})
    opening_hours = fields.Nested(Weekly)
    closures = fields.List(fields.Nested(Closure))
    parking = fields.String(allow_none=True)
    metro = fields.String(allow_none=True)


class CreateStore(StoreFields):
    slug = fields.String(required=True)
    name = fields.String(required=True)


class UpdateStore(StoreFields):
    version = fields.Integer(required=True)


class Store(Answer):
    id = fields.String(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(allow_none=True)
    aliases = fields.List(fields.String())
    address = fields.String(required=True)
    lng = fields.Float(required=True)
    lat = fields.Float(required=True)
    phone = fields.String()
    timezone = fields.String(required=True)
    opening_hours = fields.Nested(Weekly, required=True)
    closures = fields.List(fields.Nested(Closure))
    parking = fields.String(allow_none=True)
    metro = fields.String(allow_none=True)
    version = fields.Integer()


StoreList = page_of(Store, "StoreList")


class TreatmentQuery(PageQuery):
    store_id = fields.String(metadata={"description": "Only what somebody there can perform."})
    category = fields.String()
    q = fields.String()


class Segment(Part):
    """A stretch of the treatment; `technician` says whether it needs one."""

    name = fields.String(required=True)
    minutes = fields.Integer(required=True)
    technician = fields.Boolean(required=True)


class Addon(Part):
    """What may be added to the treatment: so many minutes longer, so much dearer for each guest."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(allow_none=True)
    minutes = fields.Integer(required=True)
    price_fen = fields.Integer(required=True)


class TreatmentFields(Request):
    name = fields.String()
    name_en = fields.String(allow_none=True)
    category = fields.String()
    description = fields.String(allow_none=True, metadata={"description": "What to expect."})
    description_en = fields.String(allow_none=True)
    aliases = fields.List(fields.String())
    duration_minutes = fields.Integer()
    price_fen = fields.Integer()
    prep_minutes = fields.Integer()
    turnover_minutes = fields.Integer()
    level = fields.Integer()
    places = fields.List(fields.String())
    party_size = fields.Integer()
    body_parts = fields.List(fields.String())
    contraindications = fields.List(fields.String())
    suits = fields.List(fields.String())
    segments = fields.List(fields.Nested(Segment))
    course = fields.Dict(allow_none=True)
    addons = fields.List(fields.Nested(Addon))


class CreateTreatment(TreatmentFields):
    slug = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    duration_minutes = fields.Integer(required=True)
    price_fen = fields.Integer(required=True)


class UpdateTreatment(TreatmentFields):
    version = fields.Integer(required=True)


class Treatment(Answer):
    id = fields.String(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(allow_none=True)
    category = fields.String(required=True)
    description = fields.String(allow_none=True, metadata={"description": "What to expect."})
    description_en = fields.String(allow_none=True)
    aliases = fields.List(fields.String())
    duration_minutes = fields.Integer(required=True)
    price_fen = fields.Integer(required=True)
    prep_minutes = fields.Integer()
    turnover_minutes = fields.Integer()
    level = fields.Integer()
    places = fields.List(fields.String(validate=PLACES), required=True)
    party_size = fields.Integer()
    body_parts = fields.List(fields.String())
    contraindications = fields.List(fields.String(), required=True)
    suits = fields.List(fields.String())
    segments = fields.List(fields.Nested(Segment))
    course = fields.Dict(allow_none=True)
    addons = fields.List(fields.Nested(Addon))
    version = fields.Integer()


TreatmentList = page_of(Treatment, "TreatmentList")


class TechnicianQuery(PageQuery):
    store_id = fields.String()
    treatment_id = fields.String()
    gender = fields.String(validate=GENDERS)
    q = fields.String()
    near = fields.String(metadata={"description": "`lng,lat`; adds `distance_km`.", "examples": ["121.4365,31.1955"]})
    sort = fields.String(validate=validate.OneOf(["rating", "distance", "price"]))


class TechnicianFields(Request):
    name = fields.String()
    call = fields.String(allow_none=True, metadata={"description": "How customers call them: 王师傅."})
    gender = fields.String()
    level = fields.Integer()
    years = fields.Integer()
    skills = fields.List(fields.String(), metadata={"description": "Categories they may perform."})
    specialities = fields.List(fields.String())
    bio = fields.String(allow_none=True)
    certified = fields.Boolean()
    stores = fields.List(fields.String(), metadata={"description": "Store ids."})
    home_base = fields.Nested(Place, allow_none=True)
    home_visits = fields.Boolean()
    strength = fields.String()
    photo_url = fields.String(
        allow_none=True, metadata={"description": "A path of this origin; `PUT /technicians/{id}/photo` sets it."}
    )


class CreateTechnician(TechnicianFields):
    slug = fields.String(required=True)
    name = fields.String(required=True)


class UpdateTechnician(TechnicianFields):
    version = fields.Integer(required=True)


class Technician(Answer):
    id = fields.String(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    call = fields.String(allow_none=True)
    gender = fields.String(validate=GENDERS)
    level = fields.Integer(required=True)
    years = fields.Integer()
    rating = fields.Float(allow_none=True)
    review_count = fields.Integer()
    skills = fields.List(fields.String(), required=True)
    specialities = fields.List(fields.String())
    bio = fields.String(allow_none=True)
    certified = fields.Boolean()
    stores = fields.List(fields.Raw(), required=True)
    home_base = fields.Nested(Place, allow_none=True)
    home_visits = fields.Boolean()
    strength = fields.String(allow_none=True, validate=STRENGTHS)
    photo_url = fields.String(allow_none=True, metadata={"description": "Of this origin; other bytes, other address."})
    distance_km = fields.Float(allow_none=True)
    version = fields.Integer()


class PhotoQuery(Query):
    v = fields.String(metadata={"description": "As it stands in `photo_url`: with it, the answer is kept for ever."})


TechnicianList = page_of(Technician, "TechnicianList")


class ResourceFields(Request):
    name = fields.String()
    units = fields.Integer()
    treatments = fields.List(fields.String(), allow_none=True, metadata={"description": "Ids; null: every treatment."})


class CreateResource(ResourceFields):
    kind = fields.String(required=True, validate=validate.OneOf(["bed", "device"]))
    name = fields.String(required=True)


class UpdateResource(ResourceFields):
    version = fields.Integer(required=True)
    kind = fields.String()


class Resource(Answer):
    id = fields.String(required=True)
    store_id = fields.String()
    kind = fields.String(required=True)
    name = fields.String(required=True)
    units = fields.Integer(required=True)
    treatments = fields.List(fields.String(), allow_none=True)
    version = fields.Integer()


ResourceList = page_of(Resource, "ResourceList")


PER_CUSTOMER = {"minimum": 0, "description": "Visits of one customer, in any store; null and 0 set no limit."}


class RulesQuery(PageQuery):
    scope = fields.String(metadata={"description": "`brand`, a store's id or a treatment's id."})


class AssignmentWeights(Part):
    """0 to 100 each; what is left out has its default (1, 0.5, 1.5, 3, 1, 1)."""

    gap = fields.Float()
    rating = fields.Float()
    continuity = fields.Float()
    rotation = fields.Float()
    level = fields.Float()
    travel = fields.Float()


class RuleValues(Part):
    """What may be ruled; what one row does not say, an older or more general one does."""

    slot_step_minutes = fields.Integer(metadata={"minimum": 5, "maximum": 240, "multipleOf": 5})
    slot_anchor = fields.String(validate=validate.OneOf(["window", "clock", "tight"]))
    min_notice_minutes = fields.Integer()
    book_ahead_days = fields.Integer()
    hold_minutes = fields.Integer()
    free_cancel_hours = fields.Integer()
    late_cancel_fee_percent = fields.Integer()
    travel_speed_kmh = fields.Float()
    travel_speed_by_hour = fields.Dict(fields.String(), fields.Float(), metadata={"description": BY_HOUR})
    travel_margin_minutes = fields.Integer()
    travel_margin_by_hour = fields.Dict(fields.String(), fields.Integer(), metadata={"description": BY_HOUR})
    home_service_radius_km = fields.Float()
    home_start_tolerance_minutes = fields.Integer()
    home_offer_minutes = fields.Integer(
        metadata={"description": "How long a technician has to take a home visit; 10 unless ruled, 0: not asked."}
    )
    home_visit_fee_fen = fields.Integer()
    deposit_percent = fields.Integer(metadata={"description": "Of the price, to be paid before the visit counts."})
    deposit_percent_after_no_shows = fields.Integer(
        metadata={"description": "Asked instead of who did not come `no_shows_before_deposit` times, if it is more."}
    )
    no_shows_before_deposit = fields.Integer(metadata={"description": "0, the default: no-shows are not held against."})
    time_proposal_hours = fields.Integer(metadata={"description": "To answer a proposal of another time; 24."})
    course_valid_days = fields.Integer(metadata={"description": "How long a course is valid; 365 by default."})
    late_cancel_uses_session = fields.Boolean(metadata={"description": "Of a course, a late cancellation."})
    no_show_uses_session = fields.Boolean(metadata={"description": "Of a course, a visit nobody came to."})
    no_show_memory_days = fields.Integer(metadata={"description": "How long a no-show counts; 365 by default."})
    no_show_after_minutes = fields.Integer(
        metadata={"description": "Who is not there so long after the start did not come; 0, the default: by hand only."}
    )
    store_acceptance = fields.Boolean()
    waitlist_offer_minutes = fields.Integer(metadata={"description": "How long freed time is held for who waits."})
    waitlist_limit = fields.Integer(metadata={"description": "For how many times a customer may wait in a store."})
    queue_call_minutes = fields.Integer(metadata={"description": "After so long, who was called is passed over."})
    holiday_hours = fields.String(
        validate=validate.OneOf(["as_usual", "closed", "as_sunday"]),
        metadata={
            "description": "What a public holiday does; make-up days count unless it is `as_usual`, the default."
        },
    )
    buffers_inside_shift = fields.Boolean(
        metadata={"description": "Preparation and turnover lie in one working window with the treatment."}
    )
    max_visits_per_customer_per_day = fields.Integer(allow_none=True, metadata=PER_CUSTOMER)
    max_visits_per_customer_per_week = fields.Integer(allow_none=True, metadata=PER_CUSTOMER)
    assignment_weights = fields.Nested(AssignmentWeights)


class CreateRules(Request, RuleValues):
    """Any of the rules, from a moment on, for the brand, a store or a treatment."""

    scope = fields.String(required=True, metadata={"description": "`brand`, a store's id or a treatment's id."})
    effective_from = Moment()


class Rules(Answer, RuleValues):
    id = fields.String(required=True)
    scope = fields.String(required=True)
    effective_from = fields.String(required=True)
    version = fields.Integer()


RulesList = page_of(Rules, "RulesList")


class VersionQuery(Query):
    version = fields.Integer(metadata={"description": "Refuse (409) when somebody changed it since."})
