"""When feasts are: a table of rules by name, and the arithmetic that reads it.

A rule is one of: `05-01` a fixed date; `L08-15` a lunar date (`L01-00`: the eve of the next new year); `T清明` a solar
term; `05W7.2` the second Sunday of May (`.-1`: the last; `~1`: the day after); `E-2` days from Easter, `O-8` from
Orthodox Easter; `J07-10` a date of the Jewish calendar (months from Nisan) at whose eve the feast begins; `M10-01` one
of the Islamic calendar. `+n` behind it: the feast lasts n days.
"""

import re
from datetime import date, timedelta

from services.chatbot.domain.times.calendar import easter, islamic, jewish
from services.chatbot.domain.times.calendar.almanac import day_of
from services.chatbot.domain.times.calendar.lunar import lunar_date
from services.chatbot.domain.times.calendar.solar_terms import TERMS, solar_term

_TABLE = """
01-01 元旦 元旦节 新年 阳历新年 公历新年 new_year new_year's_day
L01-01 春节 新春 过年 大年初一 农历新年 农历年 年初一 大年 正月初一 新春佳节 华人新年 中国新年
L01-01 spring_festival chinese_new_year
L01-00 除夕 大年三十 年三十 年夜 除夕夜 大年夜 年三十晚
L01-05 破五
L01-15 元宵 元宵节 上元节 lantern_festival
L02-02 龙抬头 二月二龙抬头 春龙节
L03-03 上巳节
L05-05 端午 端午节 端阳节 龙舟节 dragon_boat_festival
L07-07 七夕 七夕节 乞巧节
L07-15 中元节 鬼节 盂兰盆节 盂兰节
L08-15 中秋 中秋节 仲秋节 八月节 mid-autumn_festival
L09-09 重阳 重阳节 登高节 九九重阳
L10-01 寒衣节
L10-15 下元节
L04-15 卫塞节
L12-08 腊八 腊八节
L12-23 小年 北方小年
L12-24 南方小年
L04-08 浴佛节 佛诞 佛诞日
T清明 清明节
02-14 情人节 圣瓦伦丁节 圣瓦伦丁日 valentine's_day
02-02 世界湿地日 土拨鼠日
03-05 学雷锋日 雷锋日
03-08 妇女节 三八妇女节 国际妇女节 三八节 女神节 女生节 国际劳动妇女节 women's_day
03-12 植树节
03-14 白色情人节
03-15 消费者权益日 国际消费者权益日
03-17 圣派翠克节 圣帕特里克节 圣帕特里克日
04-01 愚人节 april_fools'_day
04-22 世界地球日 地球日
04-23 世界读书日 世界阅读日
04-27 国王节
05-01 五一 劳动节 五一劳动节 五一国际劳动节 国际劳动节 五一节 labor_day
05-04 青年节 五四青年节 五四节
05-12 护士节 国际护士节
06-01 六一 儿童节 国际儿童节 六一儿童节 六一国际儿童节 六一节
06-05 世界环境日 环境日
06-26 国际禁毒日
07-01 建党节 建党日 七一建党节 香港回归纪念日 香港回归日 香港特别行政区成立纪念日
07-04 美国独立日 独立日
08-01 建军节 八一建军节
09-03 抗战胜利纪念日
09-10 教师节 中国教师节 teachers'_day
10-01+7 十一黄金周 十一长假 十一假期
10-01 国庆 国庆节 国庆日 十一国庆 十一国庆节 national_day
10-24 联合国日 程序员节
10-31 万圣节 万圣夜 万圣节前夜 万圣节前夕 halloween
11-01 诸圣节 诸圣日
11-02 万灵节 追思节
11-08 记者节
11-11 双十一 双11 光棍节 双十一购物节
12-01 世界艾滋病日
12-12 双十二 双12
12-13 国家公祭日
12-20 澳门回归纪念日 澳门回归日 澳门特别行政区成立纪念日
12-24 平安夜 圣诞夜 圣诞前夕 christmas_eve
12-25 圣诞 圣诞节 圣诞日 christmas christmas_day
12-26 节礼日 开箱日 boxing_day
12-31 跨年 跨年夜 新年夜 元旦前夜 元旦前夕 new_year's_eve
10-10 双十节 双十国庆
02-28 和平纪念日
05W7.2 母亲节 mother's_day
06W7.3 父亲节 father's_day
11W4.4 感恩节 美国感恩节 thanksgiving
11W4.4~1 黑色星期五 黑五
11W4.4+4 感恩节假期
01W1.3 马丁路德金日 马丁路德金纪念日
02W1.3 总统日 总统节 华盛顿诞辰纪念日
05W1.-1 阵亡将士纪念日
05W6.3 美军纪念日 武装部队日
09W1.1 美国劳动节
10W1.2 哥伦布日 加拿大感恩节
E-52 肥胖星期四
E-48 玫瑰星期一 狂欢节星期一 忏悔星期一
E-47 煎饼星期二 忏悔星期二 忏悔节 油腻星期二 煎饼日
E-46 圣灰星期三 圣灰日 圣灰礼仪日 大斋首日 圣灰节 涂灰日
E-7 棕枝主日 圣枝主日 棕榈主日 基督苦难主日
E-3 濯足节 濯足星期四 圣周四 主立圣体日 设立圣餐日 神圣星期四
E-2 耶稣受难日 受难日 受难节 圣周五 圣星期五 沉默周五 good_friday
E-1 圣周六 神圣周六 耶稣受难日翌日
E+0 复活节 复活主日 耶稣复活日 主复活日 easter
E+1 复活节星期一 复活节后星期一 easter_monday
E+39 耶稣升天节 耶稣升天日 升天节 主升天节
E+49 五旬节 圣灵降临节 圣神降临节 五旬日 圣灵降临日
E+50 圣灵降临节后星期一 五旬节翌日
E+56 三一节 三一主日 圣三一主日 天主圣三节 天主三一主日
E+60 基督圣体节 圣体节 基督圣体圣血节
E-46+47 大斋期 四旬期 四旬节 大斋节
O-48 洁净星期一 洁净周一 正教会大斋首日
O-8 拉匝路周六 拉撒路周六 拉撒路星期六
O-7 正教会棕枝主日 正教棕枝主日
O-2 正教会受难日 正教会圣周五 东正教受难日
O-1 正教会圣周六
O+0 东正教复活节 正教会复活节 正教复活节
O+1 东正教复活节星期一 正教会复活节星期一
O+49 正教会五旬节 东正教五旬节
J07-01+2 犹太新年 犹太教新年 岁首节 吹角节
J07-10 赎罪日
J07-15+8 住棚节
J07-21 大和散那日
J07-22 圣会节
J07-23 庆法节 妥拉节 西赫托拉节
J09-25+8 光明节 哈努卡节 修殿节 献殿节 烛光节
J11-15 树木新年 犹太植树节
J12-14 普珥节 普林节 扫罗节
J01-15+8 逾越节 无酵节
J01-27 犹太大屠杀纪念日 大屠杀纪念日
J02-05 以色列独立日 以色列国庆节 以色列国庆
J02-18 篝火节 拉格巴奥默 律法篝火节
J03-06+2 七七节 沙夫幼特节
J05-09 禁食日 圣殿被毁日 阿布月初九 埃波月九日 圣殿被毁节
04W5.-1+3 全球青年服务日
M10-01 开斋节 肉孜节
M12-10 古尔邦节 宰牲节
M01-01 伊斯兰新年 回历新年 伊斯兰教新年
M01-10 阿舒拉节
M03-12 圣纪节
M07-27 登霄节 登宵节
M09-01+30 斋月 斋戒月
01-06 主显节 三王来朝节
11-11 退伍军人节 老兵节 一战停战纪念日
"""
_RULE = re.compile(
    r"(?:(?P<calendar>[LJM]?)(?P<month>\d\d)-(?P<day>\d\d)|T(?P<term>\w+?)"
    r"|(?P<of>\d\d)W(?P<weekday>\d)\.(?P<nth>-?\d)(?:~(?P<later>\d))?"
    r"|(?P<church>[EO])(?P<shift>[+-]\d+))(?:\+(?P<days>\d+))?"
)
_CALENDARS = {"": day_of, "L": lunar_date, "J": jewish.eve_in, "M": islamic.day_in}
_ALSO_WEATHER = frozenset(["雨水", "小满", "小暑", "大暑", "白露", "寒露", "小雪", "大雪", "小寒", "大寒"])
"""Solar terms that are weather or people's names as well, and are meant only with 节气 behind them."""
_HOLIDAYS = {"元旦": 3, "春节": 9, "清明节": 3, "五一": 5, "端午": 3, "中秋": 3, "国庆": 7}
"""How many days are free, where 假期 or 期间 is said; the State Council's notice of each year may move them."""

RULES: dict[str, str] = {
    name.replace("_", " "): line.split()[0] for line in _TABLE.strip().splitlines() for name in line.split()[1:]
} | {name: f"T{term}" for term in TERMS for name in (term, f"{term}节气")[term in _ALSO_WEATHER :]}
_FREE = {RULES[name]: days for name, days in _HOLIDAYS.items()}


def feast(name: str, year: int, *, holidays: bool = False) -> tuple[date, date] | None:
    """The first and last day of a feast in that (for a lunar feast: lunar) year; None where it cannot be told.

    `holidays`: the days that are free on its account.
    """
    rule = RULES[name]
    found = _RULE.fullmatch(rule)
    if not found:
        raise ValueError(rule)
    first = _first_day(found, year)
    length = _FREE.get(rule, 3) if holidays else int(found["days"] or 1)
    return (first, first + timedelta(days=length - 1)) if first else None


def _first_day(rule: re.Match[str], year: int) -> date | None:
    if rule["month"]:
        return _CALENDARS[rule["calendar"]](year, int(rule["month"]), int(rule["day"]))
    if rule["term"]:
        return solar_term(rule["term"], year)
    if rule["of"]:
        found = weekday_of_month(year, int(rule["of"]), int(rule["weekday"]) - 1, int(rule["nth"]))
        return found + timedelta(days=int(rule["later"] or 0)) if found else None
    sunday = easter.western(year) if rule["church"] == "E" else easter.orthodox(year)
    return sunday + timedelta(days=int(rule["shift"]))


def weekday_of_month(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday (Monday is 0) of a month, counted from its end when negative; None if it has fewer."""
    following = date(year + month // 12, month % 12 + 1, 1)
    if nth < 0:
        last = following - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found < following else None
