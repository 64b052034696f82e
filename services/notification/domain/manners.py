"""How loudly a message is told, and whether its reader may do without it: by its template, as data."""

from enum import StrEnum


class Topic(StrEnum):
    """What a person may switch off altogether. What happens to a visit, money or a promise is none of these."""

    REMINDERS = "reminders"
    SURVEY = "survey"
    MARKETING = "marketing"


class Reach(StrEnum):
    """`quiet`: inside the pages alone; `preferred`: also by the channels its reader left on; `urgent`: by every one."""

    QUIET = "quiet"
    PREFERRED = "preferred"
    URGENT = "urgent"


TOPIC_OF = {"reminder_24h": Topic.REMINDERS, "reminder_2h": Topic.REMINDERS, "survey": Topic.SURVEY}

# People at work have our pages open, and a short message for each of the day's changes would cost more than it tells.
# An offer that runs out in minutes is not among them.
_AT_WORK = (
    "acceptance_asked visit_new visit_moved visit_taken_away visit_cancelled home_offer_gone home_visit_unassigned "
    "time_proposal_refused leave_requested leave_approved leave_refused leave_taken_back"
)
_REACH_OF = {**dict.fromkeys(_AT_WORK.split(), Reach.QUIET), "sos": Reach.URGENT}


def topic_of(template: str) -> Topic | None:
    return TOPIC_OF.get(template)


def reach_of(template: str) -> Reach:
    return _REACH_OF.get(template, Reach.PREFERRED)
