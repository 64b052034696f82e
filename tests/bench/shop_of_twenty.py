"""A store with twenty technicians and twenty beds, open from ten to ten, three visits a technician a day booked."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.support.shop import Client, Shop, eventually

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OPEN = {day: [{"from": "10:00", "to": "22:00"}] for day in DAYS}
MONDAY = "2026-11-23"
VISITS = ("17:30", "14:00", "11:00")
"""The last first: the grid of starts counts from opening, and after a visit from its end."""


@dataclass
class BenchStore:
    """Where the figures are measured: one store, one treatment, its technicians' ids."""

    shop: Shop
    store_id: str
    treatment_id: str
    technicians: list[str]

    def query(self, days: int = 7) -> dict:
        return {"store_id": self.store_id, "treatment_id": self.treatment_id, "from": MONDAY, "days": days}


def made(shop: Shop, technicians: int = 20) -> BenchStore:
    """Make the store by the API, as its manager would, and wait until its times are offered."""
    admin = shop.sign_in_with_password("admin", "demo-admin")
    store = _created(admin, "/stores", {"slug": "bench", "name": "测速店", "name_en": "Bench", **_place()})
    people = [_technician(admin, store["id"], number) for number in range(technicians)]
    for number in range(technicians):
        _created(admin, f"/stores/{store['id']}/resources", {"kind": "bed", "name": f"{number}号床", "units": 1})
    bench = BenchStore(shop, store["id"], shop.treatment("shoulder-neck-60")["id"], people)
    eventually(lambda: len(_people_offered(bench)) == technicians, "twenty technicians on offer", 60)
    return bench


def booked(bench: BenchStore, customer: Client) -> int:
    """Book the week's visits; returns how many."""
    starts = [f"2026-11-{23 + day}T{at}:00+08:00" for at in VISITS for day in range(7)]
    wishes = [(start, person) for start in starts for person in bench.technicians]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda wish: customer.book(_body(bench, *wish)).status_code, wishes))
    assert answers.count(201) == len(wishes), answers
    return len(wishes)


def _body(bench: BenchStore, starts_at: str, technician_id: str | None) -> dict:
    return {
        "store_id": bench.store_id,
        "treatment_id": bench.treatment_id,
        "starts_at": starts_at,
        "technician_id": technician_id,
        "place": "store",
        "contact": a_guest(starts_at, technician_id),
    }


def a_guest(starts_at: str, technician_id: str | None) -> dict:
    """One customer books for the whole town: every visit is another guest's, for whom their own time is not taken."""
    return {"name": f"{starts_at} {technician_id}"[:80]}


def _technician(admin: Client, store_id: str, number: int) -> str:
    technician = _created(
        admin,
        "/technicians",
        {
            "slug": f"bench-{number}",
            "name": f"测速{number}",
            "call": f"{number}号",
            "gender": "female",
            "level": 3,
            "years": 5,
            "stores": [store_id],
            "skills": ["推拿"],
            "specialities": [],
            "strength": "medium",
            "home_visits": False,
            "certified": True,
            "rating": 4.5,
        },
    )
    plan = {"effective_from": "2026-11-01", "weekly": OPEN, "exceptions": []}
    path = f"/technicians/{technician['id']}/working-plan"
    eventually(lambda: admin.ask("PUT", path, plan).ok, "a working plan")
    return str(technician["id"])


def _place() -> dict:
    return {
        "address": "某路1号",
        "lng": 121.43,
        "lat": 31.19,
        "phone": "021-50000000",
        "timezone": "Asia/Shanghai",
        "opening_hours": OPEN,
    }


def _created(admin: Client, path: str, body: dict) -> dict:
    answer = admin.ask("POST", path, body)
    assert answer.status_code == 201, f"{path}: {answer.text}"
    return dict(answer.json())


def _people_offered(bench: BenchStore) -> set[str]:
    days = bench.shop.get("/availability", **bench.query(days=1))["days"]
    return {person for slot in days[0]["slots"] for person in slot["technician_ids"]}
