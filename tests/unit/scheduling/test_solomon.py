"""The format of the literature: what is read, what is refused, and that the judge cannot be talked round."""

import pytest

from services.scheduling.domain.routing import solomon

HEAD = "TINY\n\nVEHICLE\nNUMBER CAPACITY\n 2 20\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE\n\n"
NODES = ["0 0 0 0 0 100 0", "1 3 4 10 0 50 10", "2 1 1 10 0 50 10", "3 0 9 5 20 40 10"]


def written(nodes=NODES, head=HEAD) -> str:
    return head + "\n".join(nodes) + "\n"


@pytest.fixture
def tiny() -> solomon.Instance:
    return solomon.read(written())


def test_an_instance_is_read_in_tenths(tiny):
    assert (tiny.name, tiny.vehicles, tiny.capacity, tiny.depot.due) == ("TINY", 2, 200, 1000)
    assert [node.number for node in tiny.customers] == [1, 2, 3]


def test_a_distance_is_cut_and_never_rounded(tiny):
    one, two, _ = tiny.customers
    assert tiny.depot.to(one) == 50  # exactly five
    assert tiny.depot.to(two) == 14  # 1.414…
    assert one.to(two) == 36  # 3.605…


def test_spaces_tabs_line_ends_and_a_byte_order_mark_do_not_matter(tiny):
    spaced = "\ufeff" + written().replace(" ", " \t  ").replace("\n", "  \r\n\r\n")
    assert solomon.read(spaced) == tiny


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no line with the number of vehicles"),
        ("hello\nworld", "no line with the number of vehicles"),
        (HEAD, "no customers"),
        (written(NODES[:1]), "no customers"),
        (written([*NODES, "4 1 1 1"]), "line 14 has 4 numbers"),
        (written([*NODES, "4 1 x1 1 0 9 9"]), "line 14 mixes numbers"),
        (written([*NODES, "3 1 1 1 0 99 9"]), "number 3 is given 2 times"),
        (written([*NODES, "4 1 1 -1 0 99 9"]), "line 14 is no customer"),
        (written([*NODES, "4 1 1 21 0 99 9"]), "customer 4 alone is impossible"),
        (written([*NODES, "4 60 60 1 0 80 9"]), "customer 4 alone is impossible"),
        (written([*NODES, "4 1 1 1 50 40 9"]), "customer 4 alone is impossible"),
        (written(head=HEAD.replace(" 2 20", " 0 20")), "0 is no number of vehicles"),
    ],
)
def test_what_is_no_instance_is_refused_in_words(text, why):
    with pytest.raises(solomon.NotSolomon, match=why):
        solomon.read(text)


def test_a_right_answer_has_no_faults_and_its_distance(tiny):
    assert solomon.faults(tiny, [[2, 1], [3]]) == []
    assert solomon.distance(tiny, [[2, 1], [3]]) == (14 + 36 + 50) + (90 + 90)


@pytest.mark.parametrize(
    ("routes", "fault"),
    [
        ([[2, 1]], "customer 3 is visited 0 times"),
        ([[2, 1, 2], [3]], "customer 2 is visited 2 times"),
        ([[2, 1], [3], []], "3 vehicles of 2"),
        ([[2, 1, 3]], "carries too much"),
        ([[2], [1, 3, 9]], "customer 9 is unknown"),
    ],
)
def test_the_judge_finds_what_is_wrong(tiny, routes, fault):
    assert any(fault in found for found in solomon.faults(tiny, routes))


def test_the_judge_finds_who_comes_too_late():
    late = solomon.read(written([*NODES[:3], "3 0 9 5 20 20 10"]))
    assert any("customer 3 is reached" in fault for fault in solomon.faults(late, [[2], [1, 3]]))


def test_the_judge_finds_who_is_back_too_late():
    short = solomon.read(written(["0 0 0 0 0 29 0", "1 3 4 1 0 50 10", "2 3 4 1 0 50 10"]))
    assert any("back too late" in fault for fault in solomon.faults(short, [[1, 2]]))
