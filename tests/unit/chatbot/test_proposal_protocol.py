"""What is proposed is booked at the owner's word, once; nothing else books."""

A_BOOKING = "我想约明天下午3点徐家汇店的肩颈推拿"


def test_a_sentence_with_everything_becomes_a_proposal_and_books_nothing(chat):
    answer = chat.say(A_BOOKING)

    assert answer["proposal"]["kind"] == "book"
    assert answer["proposal"]["appointment"]["starts_at"] == "2026-11-19T15:00:00+08:00"
    assert answer["proposal"]["appointment"]["price_fen"] == 19800
    assert "¥198" in answer["proposal"]["summary"]
    assert chat.shop.booked == []


def test_a_confirmed_proposal_is_booked_as_shown(chat):
    shown = chat.say(A_BOOKING)["proposal"]["appointment"]

    answer = chat.confirm()

    assert answer["appointment"]["starts_at"] == shown["starts_at"]
    assert answer["proposal"] is None
    assert len(chat.shop.booked) == 1


def test_saying_yes_confirms_as_the_button_does(chat):
    chat.say(A_BOOKING)

    answer = chat.say("好的")

    assert answer["appointment"]["status"] == "confirmed"
    assert len(chat.shop.booked) == 1
