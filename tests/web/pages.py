"""The pages there are: who opens them, on what, and what is seen once they are there."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

# Until data has come there are skeletons; what is busy says so.
UNDER_WAY = ".van-skeleton, .el-skeleton, [aria-busy=true]"
PHONE, DESK = "phone", "desk"


@dataclass(frozen=True)
class Look:
    """`path` may name a thing of the world, as `{visit}`; `sees` is a selector; `allowed` are rules of axe."""

    path: str
    who: str | None
    sees: str = "main h1"
    on: str = PHONE
    allowed: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.path}-{self.who or 'nobody'}"


# A time of a day that no test books.
LAST_STEP = "2027-01-14T15:00:00%2B08:00"
CUSTOMER = (
    Look("/", None),
    Look("/", "customer"),
    Look("/stores", None),
    Look("/stores/{store}", None),
    Look("/treatments", None),
    Look("/treatments/{treatment}", None),
    Look("/technicians", None),
    Look("/technicians/{technician}", None),
    Look("/sign-in", None),
    Look("/register", None),
    Look("/register/confirm", None),
    Look("/me", None),
    Look("/me", "customer"),
    Look("/me/profile", "customer"),
    Look("/me/contacts", "customer"),
    Look("/me/health", "customer"),
    Look("/me/courses", "customer"),
    Look("/me/notifications", "customer"),
    Look("/me/preferences", "customer"),
    Look("/me/calendar", "customer"),
    Look("/me/never-again", "customer"),
    Look("/me/data", "customer"),
    Look("/nowhere", None),
)
# The way to a visit: nothing is allowed to axe here.
BOOKING = (
    Look("/book", None),
    Look("/book?treatment=shoulder-neck-60", None, sees="[role=group] button[aria-pressed]"),
    Look("/book?treatment=shoulder-neck-60&place=home", "customer"),
    Look(f"/book/confirm?treatment=shoulder-neck-60&store=xujiahui&at={LAST_STEP}", None),
    Look(f"/book/confirm?treatment=shoulder-neck-60&store=xujiahui&at={LAST_STEP}", "customer"),
    Look("/book/done/{visit}", "customer"),
    Look("/appointments", "customer"),
    Look("/appointments/{visit}", "customer"),
    Look("/appointments/{ended}", "customer"),
    Look("/appointments/{visit}/reschedule", "customer"),
    Look("/waitlist", "customer"),
    Look("/waitlist/join?treatment=shoulder-neck-60&store=xujiahui&day=2026-11-20", "customer"),
)
TECHNICIAN = (
    Look("/tech/sign-in", None),
    Look("/tech/", "technician"),
    Look("/tech/week", "technician"),
    Look("/tech/messages", "technician"),
    Look("/tech/mine", "technician"),
    Look("/tech/mine/leave", "technician"),
    Look("/tech/mine/wishes", "technician"),
    Look("/tech/mine/plan", "technician"),
    Look("/tech/mine/figures", "technician"),
    Look("/tech/visits/{visit}", "technician"),
    Look("/tech/visits/{visit}/record", "technician"),
    Look("/tech/stranger", "customer"),
    Look("/tech/nowhere", "technician"),
)
STAFF = (
    Look("/staff/sign-in", None, on=DESK),
    Look("/staff/", "reception", on=DESK),
    Look("/staff/", "manager", on=DESK),
    Look("/staff/board", "reception", "main [data-lane]", on=DESK),
    Look("/staff/board?view=list", "manager", on=DESK),
    Look("/staff/board", "technician", on=DESK),
    Look("/staff/rosters", "manager", on=DESK),
    Look("/staff/rosters?tab=leave", "manager", "main [role=tabpanel] li", on=DESK),
    Look("/staff/dispatch", "manager", on=DESK),
    Look("/staff/customers", "reception", on=DESK),
    Look("/staff/customers/{customer}", "reception", on=DESK),
    Look("/staff/customers/{customer}?tab=visits", "reception", on=DESK),
    Look("/staff/customers/{customer}?tab=timeline", "reception", on=DESK),
    Look("/staff/catalogue", "manager", on=DESK),
    Look("/staff/catalogue/treatments", "manager", on=DESK),
    Look("/staff/catalogue/technicians", "manager", on=DESK),
    Look("/staff/catalogue/resources", "manager", on=DESK),
    Look("/staff/catalogue/rules", "manager", on=DESK),
    Look("/staff/deliveries", "reception", on=DESK),
    Look("/staff/dashboard", "manager", on=DESK),
    Look("/staff/inbox", "reception", on=DESK),
    Look("/staff/inbox/{handed_over}", "reception", on=DESK, sees="[role=log]"),
    Look("/staff/faq", "manager", on=DESK),
    Look("/staff/faq/unanswered", "manager", on=DESK),
    Look("/staff/nowhere", "reception", on=DESK),
)
ALL = CUSTOMER + BOOKING + TECHNICIAN + STAFF


def wait_until_there(page: Page, look: Look) -> None:
    """The page has what it shows."""
    expect(page.locator(look.sees).first).to_be_visible()
    expect(page.locator(UNDER_WAY)).to_have_count(0)
