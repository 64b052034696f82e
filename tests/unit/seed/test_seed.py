"""The demonstration shop over catalog's real service; the others are played by what their contracts say."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from deploy.seed import seed, weekly_plan
from services.catalog.adapters.in_memory import InMemoryCatalogue
from services.catalog.service import CatalogService
from services.chatbot.schemas.faq import CreateFaqRow
from shared.actor import Actor
from shared.clock import FixedClock
from shared.errors import Conflict, NotFound
from shared.testing import NOW, InMemoryKeys, a_call

Json = dict[str, Any]
TODAY = date(2026, 11, 18)


class Town:
    """The services the seed calls. `news_takes` is how many questions it takes until an event has arrived."""

    def __init__(self, news_takes: int = 0) -> None:
        self.catalog = worker_factory(
            CatalogService,
            catalogue=InMemoryCatalogue(),
            call=a_call(Actor.system("seed")),
            clock=FixedClock(NOW),
            idempotency=InMemoryKeys(),
        )
        self.news_takes = news_takes
        self.asked: Counter[str] = Counter()
        self.accounts: dict[str, Json] = {}
        self.plans: dict[str, Json] = {}
        self.archives: dict[str, Json] = {}
        self.faq: dict[str, Json] = {}
        self.deleted_rows: set[str] = set()
        self.written: list[str] = []
        self.slept = 0.0

    def call(self, service: str, method: str, request: Json) -> Json:
        if method.startswith(("create_", "put_", "update_")):
            self.written.append(method)
        answer: Json = getattr(self.catalog if service == "catalog" else self, method)(request)
        return answer

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def create_account(self, request: Json) -> Json:
        identifier = request.get("login") or request["phone"]
        account = self.accounts.setdefault(identifier, {**request, "account_id": f"acc-{identifier}"})
        if "customer" in request["roles"]:
            self.archives.setdefault(account["account_id"], {"version": 1})
        return {"account_id": account["account_id"]}

    def get_working_plan(self, request: Json) -> Json:
        self._wait_for_news(request["technician_id"])
        nothing = {"weekly": {"mon": [], "tue": []}, "exceptions": []}
        return self.plans.get(request["technician_id"], nothing)

    def put_working_plan(self, request: Json) -> Json:
        self.plans[request["technician_id"]] = request
        return request

    def get_customer(self, request: Json) -> Json:
        self._wait_for_news(request["customer_id"])
        return self.archives[request["customer_id"]]

    def update_customer(self, request: Json) -> Json:
        self.archives[request["customer_id"]] |= {**request, "version": request["version"] + 1}
        return self.archives[request["customer_id"]]

    def find_faq_rows(self, request: Json) -> Json:
        items = [row for slug, row in self.faq.items() if slug not in self.deleted_rows]
        return {"items": items, "next_cursor": None}

    def create_faq_row(self, request: Json) -> Json:
        CreateFaqRow().load(request)
        if request["slug"] in self.faq:
            raise Conflict(code="slug_taken")
        self.faq[request["slug"]] = request
        return request

    def items(self, method: str, **request: Any) -> list[Json]:
        items: list[Json] = getattr(self.catalog, method)({"limit": 100, **request})["items"]
        return items

    def by_slug(self, method: str) -> dict[str, Json]:
        return {item["slug"]: item for item in self.items(method)}

    def _wait_for_news(self, about: str) -> None:
        self.asked[about] += 1
        if self.asked[about] <= self.news_takes:
            raise NotFound


@pytest.fixture(scope="module")
def town() -> Town:
    filled = Town()
    seed(filled.call, TODAY, filled.sleep)
    return filled


def test_the_shop_has_everything_the_demonstration_promises(town: Town) -> None:
    stores, treatments, technicians = (town.by_slug(f"list_{kind}") for kind in ("stores", "treatments", "technicians"))

    assert list(stores) == ["xujiahui", "jingansi", "renmin", "xinzhuang"]
    assert (len(treatments), len(technicians)) == (23, 20)
    assert stores["jingansi"]["opening_hours"]["sun"] == [{"from": "10:00", "to": "22:30"}]
    assert treatments["moxibustion-45"]["segments"][1] == {"name": "灸", "minutes": 25, "technician": False}
    assert treatments["back-rehab-60"]["course"] == {"sessions": 10, "price_fen": 238000}
    assert treatments["couple-full-body-90"]["party_size"] == 2
    assert (treatments["meridian-90"]["prep_minutes"], treatments["meridian-90"]["turnover_minutes"]) == (5, 15)
    wang = technicians["wang-jianguo"]
    assert (wang["stores"], wang["certified"], wang["rating"]) == ([stores["xujiahui"]["id"]], True, 4.9)
    assert (wang["call"], wang["strength"], wang["home_visits"]) == ("王师傅", "heavy", True)


def test_every_store_has_its_beds(town: Town) -> None:
    beds = {
        slug: sum(bed["units"] for bed in town.items("list_resources", store_id=store["id"]))
        for slug, store in town.by_slug("list_stores").items()
    }

    assert beds == {"xujiahui": 8, "jingansi": 6, "renmin": 6, "xinzhuang": 5}


def test_the_brands_rules_have_held_for_a_while(town: Town) -> None:
    (rules,) = town.items("list_rules", scope="brand")

    assert (rules["slot_step_minutes"], rules["slot_anchor"], rules["store_acceptance"]) == (15, "window", False)
    assert rules["effective_from"] == "2026-10-19T00:00:00+08:00"


def test_every_technician_has_an_open_ended_plan_and_an_account(town: Town) -> None:
    technicians = town.by_slug("list_technicians")

    assert set(town.plans) == {technician["id"] for technician in technicians.values()}
    assert all(plan["effective_from"] == "2026-10-19" for plan in town.plans.values())
    li = town.accounts["li-xiuying"]
    assert (li["technician_id"], li["roles"], li["password"]) == (
        technicians["li-xiuying"]["id"],
        ["technician"],
        "demo-technician",
    )


def test_staff_are_told_their_stores_and_the_platform_needs_none(town: Town) -> None:
    stores = town.by_slug("list_stores")
    reception, admin = town.accounts["reception.xujiahui"], town.accounts["admin"]

    assert (reception["roles"], reception["stores"]) == (["receptionist"], [stores["xujiahui"]["id"]])
    assert (admin["roles"], admin["stores"], admin["name"]) == (["platform_admin"], [], "平台管理员")
    assert reception["name"] == "徐家汇店前台"


def test_customers_have_accounts_and_their_health_is_in_the_archive(town: Town) -> None:
    lin = town.accounts["13800000001"]
    shen = town.archives["acc-13800000003"]

    assert (lin["name"], lin["birthday"], lin["email"]) == ("林晓月", "1992-03-14", "xiaoyue@example.com")
    assert (shen["allergies"], shen["skin"]) == (["薰衣草精油"], "敏感肌")
    assert "allergies" not in town.accounts["13800000003"]


def test_running_it_again_changes_nothing() -> None:
    town = Town()
    first = seed(town.call, TODAY, town.sleep)
    town.written.clear()

    second = seed(town.call, date(2027, 1, 1), town.sleep)

    assert set(town.written) == {"create_account"}
    assert (sum(second.made.values()), second.accounts) == (0, first.accounts)
    assert str(second) == "made nothing, it was all there; 27 accounts"
    assert str(first) == (
        "made 4 stores, 23 treatments, 20 technicians, 25 beds, 1 rules, 20 working plans, 1 health notes, "
        f"{len(town.faq)} faq rows; 27 accounts"
    )


def test_what_somebody_changed_or_wrote_stays(town: Town) -> None:
    store = town.by_slug("list_stores")["renmin"]
    town.catalog.update_store({"store_id": store["id"], "version": store["version"], "name": "人民广场旗舰店"})

    seed(town.call, TODAY, town.sleep)

    assert town.by_slug("list_stores")["renmin"]["name"] == "人民广场旗舰店"


def test_it_waits_until_the_events_have_travelled() -> None:
    town = Town(news_takes=3)

    seed(town.call, TODAY, town.sleep)

    assert len(town.plans) == 20
    assert town.archives["acc-13800000003"]["skin"] == "敏感肌"
    assert town.slept > 0


def test_news_that_never_arrives_is_not_waited_for_for_ever() -> None:
    town = Town(news_takes=10**6)

    with pytest.raises(NotFound):
        seed(town.call, TODAY, town.sleep)

    assert 20 < town.slept < 60


@pytest.mark.parametrize(
    ("plan", "hours", "shift"),
    [
        ("A", ("10:00", "22:00"), {"from": "10:00", "to": "19:00"}),
        ("B", ("10:00", "21:00"), {"from": "13:00", "to": "21:00"}),
        ("C", ("10:00", "18:00"), {"from": "10:00", "to": "18:00"}),
        ("B", ("09:30", "26:00"), {"from": "13:00", "to": "22:00"}),
    ],
)
def test_a_plan_is_cut_to_the_stores_hours(plan: str, hours: tuple[str, str], shift: Json) -> None:
    week = weekly_plan(plan, [1, 7], *hours)

    assert week == {"mon": [], "sun": [], **{day: [shift] for day in ("tue", "wed", "thu", "fri", "sat")}}


def test_the_chat_knows_what_customers_ask_and_a_row_that_staff_deleted_does_not_come_back() -> None:
    town = Town()
    seed(town.call, TODAY, town.sleep)
    assert len(town.faq) >= 40
    town.deleted_rows.add("pets")

    summary = seed(town.call, TODAY, town.sleep)

    assert summary.made["faq rows"] == 0
    assert [row["slug"] for row in town.find_faq_rows({})["items"]].count("pets") == 0
