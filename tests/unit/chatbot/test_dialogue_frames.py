"""The stack of tasks, what is kept of what was said, choices, gestures, and which appointment is meant."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.chatbot.domain.catalogue import Store
from services.chatbot.domain.dialogue import gestures as gesture
from services.chatbot.domain.dialogue.choosing import choice, ordinal
from services.chatbot.domain.dialogue.conflicts import conflict
from services.chatbot.domain.dialogue.frame import BOOK, CANCEL, MAX_DEPTH, RESCHEDULE, Frame, Offer
from services.chatbot.domain.dialogue.gestures import begins_with_assent, gestures, is_assent, is_doubtful
from services.chatbot.domain.dialogue.halves import by_store, left_open, settled
from services.chatbot.domain.dialogue.matching import meant, new_start, new_technician, new_treatment
from services.chatbot.domain.dialogue.meaning import intent_in_context, is_yes, plain
from services.chatbot.domain.dialogue.needs import missing, narrowed
from services.chatbot.domain.dialogue.together import together
from services.chatbot.domain.dialogue.weekdays import beside_the_day
from services.chatbot.domain.understanding import Understanding

SHANGHAI = ZoneInfo("Asia/Shanghai")
PROPOSED = {
    "starts_at": "2026-11-19T15:00:00+08:00",
    "store": {"slug": "xujiahui"},
    "treatment": {"slug": "foot-60"},
    "technician": None,
    "party_size": 1,
    "place": "store",
}


def at(clock, day="2026-11-19"):
    return datetime.fromisoformat(f"{day}T{clock}:00+08:00")


def view(start="2026-11-20T15:00:00+08:00", treatment="shoulder-neck-60", technician="wang-jianguo", name="apt-1"):
    rows = {"treatment": treatment, "technician": technician, "store": "xujiahui"}
    return {"id": name, "starts_at": start, "party_size": 1, **{kind: {"slug": slug} for kind, slug in rows.items()}}


def test_the_newer_value_wins_and_a_time_displaces_a_stretch_of_time():
    frame = Frame().heard({"time_range": ["12:00", "18:00"], "date": "2026-11-19"}).heard({"time": "15:00"})

    assert frame.slots == {"date": "2026-11-19", "time": "15:00"}


def test_each_side_of_a_change_displaces_its_own():
    frame = Frame(RESCHEDULE).heard({"old_date": "2026-11-19", "new_time_range": ["12:00", "18:00"]})

    assert frame.heard({"new_time": "15:00"}).slots == {"old_date": "2026-11-19", "new_time": "15:00"}


def test_what_was_refused_stays_refused_until_it_is_asked_for():
    frame = Frame(BOOK).heard({"negated": {"technician": "wang-jianguo"}}).heard({"negated": {"date": "2026-11-21"}})

    assert frame.refused("technician") == ("wang-jianguo",)
    assert frame.refused("date") == ("2026-11-21",)
    assert frame.heard({"technician": "wang-jianguo"}).refused("technician") == ()


def test_a_refused_stretch_of_the_day_is_one_thing():
    frame = Frame(BOOK).heard({"negated": {"time_range": ["06:00", "12:00"]}})

    assert frame.refused("time_range") == (["06:00", "12:00"],)


def test_a_store_that_only_followed_from_a_person_is_forgotten_with_them(catalogue):
    frame = narrowed(Frame(BOOK).heard({"technician": "wang-jianguo"}), catalogue)
    assert frame.one("store") == "xujiahui"

    assert "store" not in frame.heard({"technician": "sun-li"}).slots


def test_a_store_that_was_named_is_kept(catalogue):
    frame = narrowed(Frame(BOOK).heard({"store": "xujiahui", "technician": "wang-jianguo"}), catalogue)

    assert frame.heard({"technician": "sun-li"}).one("store") == "xujiahui"


def test_another_task_lies_over_the_one_it_interrupts():
    booking = Frame(BOOK, {"treatment": "foot-60"}, asked="store")
    cancelling = booking.over(Frame(CANCEL))

    assert cancelling.ended(about="apt-1") == Frame(BOOK, {"treatment": "foot-60"}, asked="store", about="apt-1")


def test_a_task_that_was_to_follow_is_given_up_with_the_one_before():
    assert Frame(CANCEL, below=Frame(BOOK, {"date": "2026-11-21"})).given_up() == Frame()
    assert Frame(CANCEL, below=Frame(BOOK, asked="store")).given_up().task == BOOK


def test_a_stack_does_not_grow_for_ever():
    frame = Frame(BOOK)
    for _ in range(9):
        frame = frame.over(Frame(BOOK, asked="store"))

    depth, below = 1, frame.below
    while below:
        depth, below = depth + 1, below.below
    assert depth == MAX_DEPTH


def test_a_frame_is_kept_and_read_again():
    offers = (Offer(at("15:00"), "wang-jianguo"), Offer(at("15:00"), store="jingansi"))
    frame = Frame(BOOK, {"treatment": "foot-60"}, "time", offers=offers, then=("cupping-30",), below=Frame(CANCEL))

    assert Frame.of(frame.as_document()) == frame


def test_a_frame_of_an_older_version_is_read_and_a_newer_field_passed_over():
    old = {
        "task": BOOK,
        "slots": {"date": "2026-11-19"},
        "asked": "time",
        "misses": 1,
        "offers": [],
        "appointments": [],
    }

    assert Frame.of({**old, "mood": "good"}) == Frame(BOOK, {"date": "2026-11-19"}, "time", misses=1)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("2", 1),
        ("第二个", 1),
        ("选第2个吧", 1),
        ("取消第二个", 1),
        ("the second one", 1),
        ("最后一个", 2),
        ("第九个", None),
        ("下午三点", None),
        ("两个人", None),
        ("", None),
    ],
)
def test_choosing_by_number(text, index):
    assert ordinal(text, 3) == index


OFFERS = (
    Offer(at("15:30"), "wang-jianguo"),
    Offer(at("15:00"), "li-xiuying"),
    Offer(at("15:00"), store="jingansi"),
)


@pytest.mark.parametrize(
    ("text", "slots", "chosen"),
    [
        ("李老师那个", {"technician": "li-xiuying"}, 1),
        ("静安寺那个", {"store": "jingansi"}, 2),
        ("三点那个", {"time": "15:00"}, 1),
        ("三点那个", {"new_time": "15:00"}, 1),
        ("最早的", {}, 1),
        ("最晚的", {}, 0),
        ("随便", {}, 0),
        ("四点", {"time": "16:00"}, None),
        ("明天", {"date": "2026-11-19"}, None),
        ("做足疗", {"treatment": "foot-60", "time": "15:00"}, None),
        ("嗯", {}, None),
    ],
)
def test_choosing_by_time_name_or_leaving_it_to_us(text, slots, chosen):
    assert choice(text, gestures(text), slots, OFFERS) == (None if chosen is None else OFFERS[chosen])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("都行", gesture.ANY),
        ("你定吧", gesture.ANY),
        ("whatever works", gesture.ANY),
        ("最早的", gesture.EARLIEST),
        ("再晚一点", gesture.LATER),
        ("早一点", gesture.EARLIER),
        ("换个师傅", gesture.OTHER_PERSON),
        ("someone else please", gesture.OTHER_PERSON),
        ("其他店有吗", gesture.OTHER_STORE),
        ("换个时间", gesture.OTHER_TIME),
        ("换一天", gesture.OTHER_DAY),
        ("都不行", gesture.NONE_FITS),
        ("帮我排个候补", gesture.WAIT_FOR_IT),
        ("有空位了通知我", gesture.WAIT_FOR_IT),
        ("请告诉技师", gesture.TELL_TECHNICIAN),
        ("不用告诉技师", gesture.DO_NOT_TELL),
        ("我再想想", gesture.PAUSE),
        ("把预约都取消", gesture.ALL_OF_THEM),
        ("老样子", gesture.AS_BEFORE),
    ],
)
def test_a_gesture_is_read(text, found):
    assert found in gestures(text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("都行吗", gesture.ANY),
        ("晚一点半", gesture.LATER),
        ("换李老师", gesture.OTHER_PERSON),
        ("不用告诉技师", gesture.TELL_TECHNICIAN),
        ("明天下午三点徐家汇店肩颈推拿", gesture.ANY),
        ("徐家汇店", gesture.OTHER_STORE),
        ("等位多久", gesture.PAUSE),
    ],
)
def test_and_not_where_it_is_none(text, absent):
    assert absent not in gestures(text)


@pytest.mark.parametrize(
    "text",
    [
        "好的，不过改到四点",
        "可以，但是换李老师",
        "好的吗",
        "确认前先等等",
        "yes but later",
        "如果便宜就好",
        "可以吗?",
        "不确认",
    ],
)
def test_a_yes_that_is_bound_to_something_is_doubtful(text):
    assert is_doubtful(text)


@pytest.mark.parametrize(
    "text", ["好的", "确认", "确认取消", "嗯嗯", "就这个", "ok", "yes please", "没问题", "好的谢谢", "可以的"]
)
def test_a_plain_yes_is_not(text):
    assert not is_doubtful(text)


@pytest.mark.parametrize(
    "text",
    [
        "订吧",
        "帮我约上",
        "好的帮我约上",
        "对的没错就这个",
        "恩好滴",
        "就这么定了",
        "嗯,确认一下吧",
        "好嘞",
        "perfect go ahead",
        "好,订",
    ],
)
def test_a_yes_may_be_said_in_many_words(text):
    assert is_assent(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "您好",
        "约",
        "好吗",
        "不好",
        "好像不对",
        "可以便宜点吗",
        "行不行",
        "要不算了",
        "谢谢",
        "是谁",
        "我要预约足疗",
        "确认码",
        "取消吧",
        "",
    ],
)
def test_and_what_only_looks_like_one_is_none(text):
    assert not is_assent(text)


@pytest.mark.parametrize(
    ("text", "kind", "yes"),
    [
        ("确认取消", CANCEL, True),
        ("取消吧", CANCEL, True),
        ("嗯取消", CANCEL, True),
        ("取消", CANCEL, False),
        ("先别取消", CANCEL, False),
        ("好的改吧", RESCHEDULE, True),
        ("改吧", BOOK, False),
        ("取消吧", BOOK, False),
    ],
)
def test_a_yes_may_name_what_is_proposed(text, kind, yes):
    assert is_yes(Understanding("other", 0.5), text, PROPOSED, kind) is yes


@pytest.mark.parametrize(
    ("intent", "text", "slots", "yes"),
    [
        ("affirm", "好的", {}, True),
        ("affirm", "好的，明天下午三点", {"date": "2026-11-19", "time": "15:00"}, True),
        ("book", "好的，明天下午三点", {"date": "2026-11-19", "time": "15:00"}, True),
        ("affirm", "好的，四点", {"time": "16:00"}, False),
        ("affirm", "好的，两个人", {"party_size": 2}, False),
        ("affirm", "好的，不过我有高血压", {"red_flag": ["hypertension"]}, False),
        ("book", "明天下午三点", {"date": "2026-11-19", "time": "15:00"}, False),
        ("affirm", "好的，等一下", {}, False),
        ("other", "", {}, False),
    ],
)
def test_only_a_plain_yes_to_exactly_what_is_proposed_is_one(intent, text, slots, yes):
    assert is_yes(Understanding(intent, 0.9, slots), text, PROPOSED) is yes
    assert begins_with_assent("好的")


@pytest.mark.parametrize(
    ("task", "said", "meaning"),
    [
        (None, Understanding("book", 0.9), "book"),
        (None, Understanding("deny", 0.9, {"date": "2026-11-21"}), "book"),
        (BOOK, Understanding("reschedule", 0.9, {"new_time": "16:00"}, is_explicit=True), "book"),
        (BOOK, Understanding("reschedule", 0.9, {"old_date": "2026-11-20"}, is_explicit=True), "reschedule"),
        (BOOK, Understanding("deny", 0.9, {"date": "2026-11-22"}), "continue"),
        (BOOK, Understanding("query_store", 0.9, {"store": "xujiahui"}), "continue"),
        (BOOK, Understanding("query_price", 0.9, {"treatment": "foot-60"}, is_explicit=True), "query_price"),
        (RESCHEDULE, Understanding("book", 0.9, {"time": "16:00"}), "continue"),
        (RESCHEDULE, Understanding("book", 0.9, {"treatment": "foot-60"}, is_explicit=True), "book"),
        (RESCHEDULE, Understanding("query_availability", 0.9, {"date": "2026-11-22"}), "continue"),
    ],
)
def test_what_a_sentence_means_in_the_middle_of_a_task(task, said, meaning):
    assert intent_in_context(said, "", Frame(task), names_aspect=False) == meaning


def test_a_question_about_a_store_is_one_even_while_a_store_is_asked_for():
    said = Understanding("query_store", 0.9, {"store": "xujiahui"})

    assert intent_in_context(said, "", Frame(BOOK, asked="store"), names_aspect=True) == "query_store"


def test_a_correction_of_what_is_not_booked_yet_has_one_side():
    assert plain({"old_time": "15:00", "new_time": "16:00", "store": "xujiahui"}) == {
        "time": "16:00",
        "store": "xujiahui",
    }


def test_appointments_are_meant_by_everything_that_is_said_of_them():
    views = [view(), view("2026-11-21T15:00:00+08:00", "foot-60", name="apt-2")]

    assert [row["id"] for row in meant(views, Frame(CANCEL, {"date": "2026-11-21"}))] == ["apt-2"]
    assert [row["id"] for row in meant(views, Frame(CANCEL, {"treatment": "foot-60", "date": "2026-11-20"}))] == []
    assert len(meant(views, Frame(CANCEL, {"technician": "wang-jianguo"}))) == 2
    assert [row["id"] for row in meant(views, Frame(CANCEL, {"date_range": ["2026-11-21", "2026-11-22"]}))] == ["apt-2"]


def test_the_one_that_was_dealt_with_last_is_meant_where_nothing_is_said_of_it():
    views = [view(), view("2026-11-21T15:00:00+08:00", name="apt-2")]

    assert [row["id"] for row in meant(views, Frame(CANCEL, about="apt-2"))] == ["apt-2"]
    assert [row["id"] for row in meant(views, Frame(CANCEL, {"date": "2026-11-20"}, about="apt-2"))] == ["apt-1"]


def test_in_a_move_the_old_side_tells_which_and_the_new_side_what_instead():
    frame = Frame(RESCHEDULE, {"old_date": "2026-11-20", "new_time": "16:00", "technician": "li-xiuying"})

    assert [row["id"] for row in meant([view()], frame)] == ["apt-1"]
    assert new_start(frame, at("15:00", "2026-11-20"), SHANGHAI) == at("16:00", "2026-11-20")
    assert new_technician(frame, view()) == "li-xiuying"
    assert new_treatment(Frame(RESCHEDULE, {"treatment": ["shoulder-neck-60", "foot-60"]}), view()) == "foot-60"


@pytest.mark.parametrize(
    ("slots", "start"),
    [
        ({"new_date": "2026-11-22"}, at("15:00", "2026-11-22")),
        ({"new_date": "2026-11-22", "new_time": "10:00"}, at("10:00", "2026-11-22")),
        ({"offset_minutes": 30}, at("15:30", "2026-11-20")),
        ({"offset_minutes": -15}, at("14:45", "2026-11-20")),
        ({"new_date": "2026-11-22", "new_time_range": ["12:00", "18:00"]}, None),
        ({"new_date_range": ["2026-11-21", "2026-11-22"]}, None),
        ({}, None),
    ],
)
def test_when_instead(slots, start):
    assert new_start(Frame(RESCHEDULE, slots), at("15:00", "2026-11-20"), SHANGHAI) == start


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ({"technician": "sun-li", "store": "xujiahui"}, "works_elsewhere"),
        ({"technician": "wang-jianguo", "treatment": "facial-clean-60"}, "not_given_by"),
        ({"technician": "liu-yang", "treatment": "waist-60"}, "not_given_by"),
        ({"treatment": "moxibustion-45", "place": "home"}, "not_at_home"),
        ({"technician": "liu-yang", "treatment": "shoulder-neck-60", "place": "home"}, "makes_no_home_visits"),
        ({"store": "xinzhuang", "treatment": "manicure-60"}, None),
        ({"store": "renmin", "treatment": "sensitive-skin-60"}, "not_in_that_store"),
        ({"treatment": "full-body-90", "budget_max_fen": 20000}, "over_budget"),
        ({"treatment": "full-body-90", "budget_max_fen": 29800}, None),
        ({"technician": "wang-jianguo", "treatment": "waist-60", "store": "xujiahui"}, None),
        ({"treatment": ["foot-60", "foot-90"], "place": "home"}, None),
    ],
)
def test_what_does_not_go_together_is_found_before_any_time_is_looked_for(catalogue, slots, code):
    found = conflict(Frame(BOOK, slots), catalogue)

    assert (found.code if found else None) == code


def test_a_length_picks_the_treatment_of_that_length(catalogue):
    frame = narrowed(Frame(BOOK, {"treatment": "foot-60", "duration_minutes": 90}), catalogue)

    assert frame.one("treatment") == "foot-90"
    assert (
        narrowed(Frame(BOOK, {"treatment": "foot-60", "duration_minutes": 75}), catalogue).one("treatment") == "foot-60"
    )


def test_a_home_visit_needs_an_address_before_a_store(catalogue):
    assert missing(Frame(BOOK, {"treatment": "full-body-90", "place": "home"})) == "address"
    assert missing(Frame(BOOK, {"treatment": "full-body-90"})) == "store"


def test_a_time_before_or_after_noon_is_left_open_until_a_part_of_day_is_said():
    frame = left_open(Frame(BOOK, {"date": "2026-11-19", "time": "09:30"}), {"time": ("09:30", "21:30")})

    assert (frame.either, "time" in frame.slots) == (("09:30", "21:30"), False)
    evening = {"time_range": ["18:00", "24:00"]}
    assert settled(frame.heard(evening), evening).slots["time"] == "21:30"
    assert settled(frame.heard({"time": "10:00"}), {"time": "10:00"}).either == ()


@pytest.mark.parametrize(("opens", "clock"), [("10:00", "21:30"), ("09:00", None)])
def test_the_store_settles_it_where_it_is_open_at_only_one(opens, clock):
    store = Store(id="s", slug="s", name="店", opening_hours={"thu": [{"from": opens, "to": "23:00"}]})
    frame = by_store(Frame(BOOK, {"date": "2026-11-19"}, either=("09:30", "21:30")), store, 60)

    assert frame.slots.get("time") == clock


@pytest.mark.parametrize(("text", "then"), [("肩颈加足疗", ("foot-60",)), ("肩颈还是足疗", ()), ("肩颈，足疗", ())])
def test_treatments_that_are_joined_follow_one_another(text, then):
    named = {"treatment": ["shoulder-neck-60", "foot-60"]}

    assert together(text, Frame(BOOK).heard(named), named).then == then


def test_a_time_stays_that_lies_in_the_part_of_day_said_after_it():
    proposed = Frame(BOOK, {"date": "2026-11-21", "time": "10:30"}, asked="confirmation")
    corrected = {"date": "2026-11-22", "time_range": ["06:00", "12:00"]}

    assert proposed.heard(corrected).slots == {"date": "2026-11-22", "time": "10:30"}
    assert "time" not in proposed.heard({"time_range": ["12:00", "18:00"]}).slots
    assert "time" not in proposed.asking("time").heard(corrected).slots


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("那周三呢", "2026-11-18", "2026-11-25"),
        ("这周三呢", "2026-11-18", "2026-11-18"),
        ("周五吧", "2026-11-20", "2026-11-27"),
        ("明天", "2026-11-19", "2026-11-19"),
    ],
)
def test_a_bare_weekday_lies_beside_the_day_that_was_spoken_of(text, said, meant):
    frame = Frame(BOOK, {"date": "2026-11-25"})

    assert beside_the_day(frame, {"date": said}, text, date(2026, 11, 18))["date"] == meant


def test_and_is_the_next_where_no_day_was():
    assert beside_the_day(Frame(BOOK), {"date": "2026-11-18"}, "周三", date(2026, 11, 18)) == {"date": "2026-11-18"}
