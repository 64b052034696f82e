"""The words that times are made of, as data: kind, what the word says, words. See `lexicon` for how it is read."""

TABLE = """
# Days by their distance from today; years and weeks and months by theirs from the present one
R -4..-4 大大前天 大大前日
R -3..-3 大前天 大前日 大前儿 大前儿个
R -2..-2 前天 前日 前儿 前儿个 前儿天 前个儿 day_before_yesterday
R -2..-1 昨前天 昨前两天 前昨两天
R -1..-1 昨天 昨日 昨儿 昨儿个 昨个 昨个儿 寻日 寻天 琴日 昨儿天 yesterday
R 0..0 今天 今日 今儿 今儿个 今个儿 今儿天 本日 当前日期 today
R 0..1 今明 今明两天 今明两日 这两天 这两日
R 0..3 这几天 这几日 近几天
R next 第二天 次日 隔天 转天 隔日 转过天
R same 当天 当日 同一天 同日
R 1..1 明天 明日 明儿 明儿个 明个 明个儿 明儿天 听日 翌日 翌天 tomorrow tmr tmrw tomorow
R 1..2 明后天 明后两天 明后两日
R 2..2 后天 后日 后儿 后儿个 后个儿 后儿天 day_after_tomorrow 过两天
R 3..3 大后天 大后日 大后儿 大后儿个
R 3..5 过几天
R 4..4 大大后天 大大后日
R 5..10 过些天
r -2 前晚
r -1 昨 寻
r next 次 翌
r 0 今
r 1 明 听
r 2 后晚
n 0 tonight 今夜
n same 当晚 当夜
V -3 大前年
V -2 前年
V -1 去年 上一年 去年度
V 0 今年 本年 本年度 今年度 当年 这年
V 1 明年 明年度 来年 下一年 翌年 次年
V 2 后年
V 3 大后年
Q -3 上上上
Q -2 上上 上上个
Q -1 上 last 上一 上个
Q 0 今个 呢个 当 这 本 this coming 这一 该 这个 本个 同
Q 1 下 next 下一 下个
Q 2 下下 下下一 下下个
Q 3 下下下
# Weeks, weekdays, months by name; l is a month of the lunar year
w - 周 星期 礼拜 week weeks wk
E - 周末 礼拜末 星期末 双休日 双休 大周末 weekend weekends
B 0..2 上半周 前半周 上半个星期
B 3..6 下半周 后半周 下半个星期
W 0 monday mondays mon
W 1 tuesday tuesdays tue tues
W 2 wednesday wednesdays wed weds
W 3 thursday thursdays thu thur thurs
W 4 friday fridays fri
W 5 saturday saturdays sat
W 6 sunday sundays sun
J 1 january jan
J 2 february feb
J 3 march mar
J 4 april apr
J 5 may
J 6 june jun
J 7 july jul
J 8 august aug
J 9 september sep sept
J 10 october oct
J 11 november nov
J 12 december dec
l 1 正月 大年初 正月里
l 11 冬月
l 12 腊月 腊月里
# Parts of day in hours, as API.md has them; p are those that need a day or a clock beside them
P 0..6 凌晨 半夜 后半夜 下半夜 大半夜 三更半夜 午夜 子夜 夜半 拂晓 黎明
P 6..12 上昼 早上 早晨 清晨 上午 头晌 早间 晨间 清早 大早上 大清早 一大早 一清早 朝早 头午 前晌 上半天 一早
P 6..12 morning forenoon
P 6..18 白天 白日 日间 大白天
P 11..13 中午 正午 晌午 大晌午 晌午头 午间 大中午 midday
P 12..18 下午 午后 下昼 晏昼 后晌 下晌 下半天 后半晌 过午 afternoon pm p.m.
P 17..19 傍晚 黄昏 傍黑 擦黑 傍晚时分 日落 傍晚黑
P 18..24 晚上 晚间 夜里 夜晚 夜间 入夜 大晚上 晚黑 前半夜 上半夜 晚上时分 夜头 黑夜 晚夕 evening night
P 22..24 深夜 深更半夜
p 6..12 早 晨 朝
p 11..13 午
p 18..24 晚 夜
# Parts of a month in days (初 its first five, 底 from the 25th), parts of a year in months
旬 1..5 月初 月头
旬 1..10 上旬 初旬 月上旬 月初旬 月份上旬
旬 1..15 上半月 上半个月
旬 10..20 月中
旬 11..20 中旬 月中旬 月份中旬
旬 16..31 下半月 下半个月
旬 21..31 下旬 月下旬 月份下旬
旬 25..31 月底 月末 月尾
岁 1..2 年初 开年
岁 1..6 上半年 前半年
岁 1..3 首季度 首季
岁 6..7 年中
岁 7..12 下半年 后半年
岁 10..12 末季度
岁 12..12 年底 年末 年尾 岁末
底 1..2 初
底 12..12 底 末
# A clock time, now, every day
X 720 noon
X 1440 midnight
O - 现在 此刻 此时 当前 目前 此时此刻 而家 依家 宜家 眼下 now right_now 这会儿 这个时候 这时候 当下
e 1 天天 日日 每天 每日 每一天 每晚每天 daily everyday every_day each_day
e 2 隔天一次 隔日一次 隔一天 隔天做 隔天来
# Units of the calendar: d are days that are counted, 工 working days
年 - 年 年度 year years
月 - 月 月份 month months
季 - 季度 季
号 - 号 th st nd rd
日 - 日
d - 天 day days
工 - 工作日 交易日 working_day working_days
# Clock times and units of the clock: h hours, m minutes, s seconds
点 - 点 点钟 时 点正 时正 o'clock oclock o’clock
刻 - 刻 刻钟 quarter
分 - 分
半 - 半 half half_an half_a
整 - 整 正 钟整
差 - 差 还差 欠 缺
过 - 过 再过 再等 过了 等 past
h - 小时 钟头 钟 h hr hrs hour hours 小时时间
m - 分钟 min mins minute minutes 分钟时间
s - 秒 秒钟 second seconds
# What joins times, and what opens them to one side
到 - 到 至 - ~ -- ---- to until till 直到 一直到 到了 ~~ --- ->
从 - 从 自 打 自从 from between
间 - 之间 中间 之内的时间
和 - 和 跟 与 或 或者 还是 及 以及 and or 、 要么 / 再或者
又 - 又 外加
后 - 后 以后 之后 过后 后面 later from_now 开外 起
前 - 前 以前 之前 前头 ago
内 - 内 以内 之内 里 里面 期间内
来 - 以来 至今
未 - 未来 接下来 今后 后续
往 - 过去 最近 近 近来
# The English ones: after, before, at, in
a - after since 不早于 最早
b - before by 不晚于 不迟于 最晚 最迟
@ - at
i - in within
# Repeats
每 - 每 每到 每个 每逢 逢 every each 每一 每一个 逢着
隔 - 每隔 隔 每间隔
顺 - 往后 向后
# Later than agreed, earlier than agreed
+ - 往后挪 往后推 往后推迟 往后延 往后移 往后调 向后挪 向后推 后挪 后移 推后 推迟 延后 延迟 顺延 迟到 迟 往后拖
+ - 挪后 再晚 再推迟 推迟个 晚个 往后改 改晚 压后 delay delayed_by postpone
< - 往前挪 往前提 往前移 往前调 向前挪 前移 提前 提早 往前 挪前 再早 提前个 早个 往前改 改早
# Fillers, approximations, and what only goes with others
约 - 大约 大概 差不多 约莫 左近 在 于 大致 大概在 on 就 那天 那日 的时候 时分 那 将近 快 接近
约 - around about
订 - 约 约在 改在 定在 定于 订在
的 - 的 of the 个儿
左 - 左右 许 上下 前后 附近 来钟 样子 这样 的样子 那样 or_so
多 - 多 多钟 几分
余 - 来 余 几
L - 农历 阴历 旧历 夏历 老历
夕 - 前夕 前夜
期 - 期间 假期 长假 放假 小长假 黄金周 放假期间 假期期间 长假期间 小长假期间 节假期
第 - 第
个 - 个
x - good_morning good_afternoon good_evening good_night good_day
终 - 最后 最后一个 最后1个 最末
频 - 一次 两次 二次 三次 四次 五次 一回 两回
# English numerals
N 1 an one a
N 2 two
N 3 three
N 4 four
N 5 five
N 6 six
N 7 seven
N 8 eight
N 9 nine
N 10 ten
N 11 eleven
N 12 twelve
# What people or things are counted in, and what only measures and prices are
量 - 位 人 名 间 家 回 张 只 双 条 件 份 杯 瓶 盒 套 层 楼 岁 折起 people persons person guests 项 颗 片 粒 口 碗 包
量 - 箱 台 部 辆 课时 疗程 种 期 届 遍 趟 场 局
度 - 度 折 倍 元 块 毛 米 公里 里地 斤 公斤 厘米 毫米 cm mm kg 级 % 万 亿 千 成 分之 ℃ rmb 美元 块钱 元钱 毫升 ml 平
度 - 平米 寸 km yuan
# Punctuation: inside a phrase, and between phrases
, - , ( ) : 呢 吧 啊 嘛
。 - . ! ? ;
"""
