"""What a customer types, made comparable; and in which language to answer."""

import pytest

from services.chatbot.domain.text import language_of, normalised

WRITTEN = [
    ("我想預約後天下午三點做肩頸推拿", "我想预约后天下午三点做肩颈推拿"),
    ("師父在嗎，裡面有沒有空", "师父在吗,里面有没有空"),
    ("ＡＢＣ１２３　你好", "abc123 你好"),
    ("好痠，妳們甚麼時候有空", "好酸,你们什么时候有空"),
    ("约足疗😀😀❤️明天", "约足疗 明天"),
    ("👌🏻", "好的"),
    ("👍👍👍", "好的"),
    ("👍 约明天", "约明天"),
    ("😀😀😀", ""),
    ("在吗？？？？", "在吗?"),
    ("。。。。", "。"),
    ("24.5°C", "24.5°c"),
    ("干净吗？后面有人，发烧了", "干净吗?后面有人,发烧了"),
    ("a\u200bb\x00c", "abc"),
    ("mingtian xiawu san dian xujiahui zuliao", "明天下午三点 xujiahui zuliao"),
    ("Wo xiang yuyue zhou liu wanshang qi dian ban", "我想预约周六晚上七点半"),
    ("yuyue wang shifu, houtian shi dian", "预约 wang shifu, 后天十点"),
    ("quxiao mingtian de", "取消明天的"),
    ("book wang shifu for mingtian", "book wang shifu for mingtian"),
    ("he is a man of hao and ma", "he is a man of hao and ma"),
]


@pytest.mark.parametrize(("typed", "compared"), WRITTEN)
def test_a_text_is_made_comparable(typed, compared):
    assert normalised(typed) == compared


@pytest.mark.parametrize("typed", [typed for typed, _ in WRITTEN])
def test_what_is_comparable_stays_so(typed):
    assert normalised(normalised(typed)) == normalised(typed)


@pytest.mark.parametrize(
    ("text", "asked_for", "before", "language"),
    [
        ("我想预约后天", "zh-CN", None, "zh-CN"),
        ("我想預約後天", "zh-CN", None, "zh-Hant"),
        ("你好", "zh-CN", None, "zh-CN"),
        ("你好", "zh-CN", "zh-Hant", "zh-Hant"),
        ("你好", "zh-TW", None, "zh-Hant"),
        ("你好", "en", "en", "zh-CN"),
        ("我想预约后天", "zh-TW", "zh-Hant", "zh-CN"),
        ("book a massage", "zh-CN", None, "en"),
        ("ok", "zh-CN", None, "zh-CN"),
        ("ok", "en-GB", None, "en"),
        ("15:00", "zh-CN", "zh-Hant", "zh-Hant"),
        ("mingtian xiawu san dian xujiahui zuliao", "zh-CN", None, "zh-CN"),
    ],
)
def test_the_answer_speaks_the_customers_language(text, asked_for, before, language):
    assert language_of(text, asked_for=asked_for, before=before) == language
