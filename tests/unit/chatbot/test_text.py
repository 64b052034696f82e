"""What a customer types, made comparable; and in which language to answer."""

import pytest

from services.chatbot.domain.masking import hidden, masked
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


CONTACTS = [
    ("电话一三九一二三四五六七八", "电话139****5678"),
    ("幺三九一二三四五六七八", "139****5678"),
    ("139.1234.5678", "139****5678"),
    ("(139)1234/5678", "139****5678"),
    ("1 3 9 1 2 3 4 5 6 7 8", "139****5678"),
    ("1️⃣3️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "139****5678"),
    ("打(021)6468 1234", "打021****1234"),
    ("电话是64681234", "电话是*"),
    ("座机零二一六四六八一二三四", "座机*"),
    ("+852 9123 4567", "852****4567"),
    ("邮箱 Abc.d@qq.com，谢谢", "邮箱 *,谢谢"),
    ("abc艾特qq点com", "*"),
    ("微信号：lin_xy88", "微信号:*"),
    ("VX: hello123", "VX: *"),
    ("加我微信linxiaoyue", "加我微信*"),
    ("my wechat id is linxiaoyue", "my wechat id is *"),
    ("身份证310101199001011234", "身份证*"),
    ("我叫李雷，联系人是韩梅梅", "我叫李*,联系人是韩*"),
    ("我叫李雷，就写李雷", "我叫李*,就写李*"),
    ("My name is Tom, tomorrow, Tom", "My name is T*, tomorrow, T*"),
    ("My name is Tom, 明天來", "My name is T*, 明天來"),
    ("我叫陳曉月，住天鑰橋路333號5樓", "我叫陳*,住*"),
    ("上門到浦東新區張楊路500號2單元301室", "上門到*"),
]


@pytest.mark.parametrize(("typed", "kept"), CONTACTS)
def test_nothing_that_reaches_or_names_a_person_is_kept(typed, kept):
    assert masked(typed) == kept


@pytest.mark.parametrize("typed", [typed for typed, _ in CONTACTS])
def test_somebody_outside_is_told_nothing_of_it(typed):
    assert "□" in hidden(typed)
    assert not set("0123456789李韩陳張鑰@") & set(hidden(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "预约号 20261119150000",
        "明天14:00-16:00两位,预算1000-2000元",
        "早上0800-1200有空吗",
        "周一到周五上午9点",
        "二零二六年十一月二十二日",
        "微信支付可以吗",
        "微信转了20000元",
        "支持wechat pay吗",
        "加你们微信可以吗",
        "你们电话多少",
        "徐家汇店在哪",
        "王师傅明天在吗",
        "call me at 3pm",
        "book 2026-11-22 at 13:00 for 90 minutes",
    ],
)
def test_what_reaches_nobody_is_kept_as_it_was_typed(typed):
    assert masked(typed) == hidden(typed) == typed
