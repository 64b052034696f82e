"""The cues of each intent: how much it weighs, and what is said. Patterns read a normalised text without names."""

import re

Cue = tuple[str, float, re.Pattern[str]]

# 嗯，好的，可以确认吧: words of assent in any number and nothing else.
_ASSENT_LEAD = r"(?:(?:嗯+|好的?|那|行|对|是的?|可以的?|没问题|ok)[,，。!！\s]*)*"
_ASSENT = (
    r"(?:确认|确定|好的|好呀|好啊|好吧|好|可以的?|行的?|没问题|没错|就这样|就这个|就这么定|对的?|是的?|嗯+|要的|同意"
    r"|ok|okay|yes|yep|yeah|sure|confirm(?:ed)?|sounds good|that works|go ahead)"
)
_ASSENT_TAIL = (
    r"(?:[,，\s]*(?:好的|确认|确定|可以|预约|下单|吧|啦|了|的|呀|啊|取消|改吧|please|it|谢谢|thanks|thank you))*"
)


def _cue(intent: str, weight: float, *said: str) -> Cue:
    return intent, weight, re.compile("|".join(said))


CUES: tuple[Cue, ...] = (
    _cue(
        "book",
        2.0,
        r"预约|预定|预订|订(?:一?个|位|一下)|约(?:一?个|下|一下|在|[明后今周])|(?<!预)(?<!解)约",
        r"帮我(?:安排|约|订)|安排(?:一?个|一下)|挂(?:一?个)?号",
    ),
    _cue(
        "book",
        2.0,
        r"\b(?:book|reserve|make an appointment|schedule (?:a|an|me))\b",
    ),
    _cue(
        "book",
        1.0,
        r"(?:我?想|我?要|来)(?:做|去|按|推|个|一个|试)|i(?:'d| would) like|i want",
    ),
    _cue(
        "reschedule",
        4.0,
        r"改期|改约|改(?:一?下)?时间|改到|改成|改为|改个|换到|换个时间|换时间|换成|挪到|挪一?下|往[后前]挪",
        r"推迟|延后|提前到|延到|调到|那个改|给?我?改一?下|换个?(?:技师|师傅|老师|人)|reschedul",
        r"\b(?:move|change|postpone)\b.*\b(?:appointment|booking|it|to)\b",
    ),
    _cue(
        "cancel",
        4.0,
        r"取消|退掉|退订|不去了|不做了|来不了|去不了|不来了|不约了|\bcancel\b|call off",
    ),
    _cue(
        "query_booking",
        3.5,
        r"我有.{0,4}预约|我约了(?:什么|哪)",
        r"(?:我的|我有|我).{0,6}(?:预约|订单|约).{0,6}(?:吗|什么|哪|几|多少|啥|看|查|有没有|呢)",
        r"(?:查|看)(?:一?下|看)?.{0,4}(?:我的)?预约|我约(?:的|了).{0,6}(?:几点|什么时候|哪|吗)",
        r"^(?:看看?|查看)?我的(?:预约|订单)[。.?]?$|预约(?:记录|情况|列表)",
        r"\bmy (?:appointments?|bookings?)\b|when is my",
    ),
    _cue(
        "query_availability",
        3.0,
        r"有空|空位|空的|有位|还有(?:号|时间|位)|哪(?:天|个时间|些时间).{0,6}(?:可以|能|有)",
        r"几点(?:可以|能|有|有空)|什么时(?:候|间).{0,4}(?:可以|能|有|方便)|能约(?:到)?(?:吗|么)|约得到|排得上",
        r"忙不忙|(?:上班|在店|当班|值班|休息)(?:吗|么|嘛|不)",
        r"available|availability|any (?:slots?|openings?|time)|free (?:slots?|times?)|when can",
    ),
    _cue(
        "query_price",
        3.5,
        r"多少钱|价格|价钱|什么价|价位|收费|费用|贵不贵|怎么卖|几块|多少元|how much|price|cost|charge",
    ),
    _cue(
        "query_store",
        3.0,
        r"营业|几点(?:开门|关门|打烊|下班|上班)|开门|关门|打烊|地址|在哪(?!个|位|天)|怎么走|怎么去|位置",
        r"哪(?:里|儿)有店|哪些(?:店|门店)|几家店|有什么店|门店|停车|车位|地铁|电话(?:是)?(?:多少|号)|联系电话",
        r"opening hours|what time do you (?:open|close)|open until|are you open|where (?:is|are)|address",
        r"parking|park\b|metro|subway|phone number|how (?:do i|to) get",
    ),
    _cue(
        "query_technician",
        3.0,
        r"(?:哪个|哪位|哪些|什么|有没有|有).{0,3}(?:技师|师傅|老师)",
        r"(?:技师|师傅|老师).{0,6}(?:怎么样|好不好|好吗|擅长|厉害|经验|推荐|几年|评价|在哪)",
        r"擅长|厉害|从业|推荐.{0,6}(?:技师|师傅|老师)|谁.{0,4}(?:好|做|擅长)|which (?:technician|therapist|master)",
        r"who (?:is|are) (?:the|your)",
    ),
    _cue(
        "query_treatment",
        3.0,
        r"(?:有)?(?:什么|哪些|啥)(?:项目|服务)|项目(?:有|介绍|表)|是(?:什么|啥|做什么)",
        r"(?:做|要|需要)?多长时间|多久|多少分钟|几分钟|有什么(?:效果|作用|好处|功效)|效果|适合(?:什么|谁)",
        r"^(?:请问)?(?:什么|啥)(?:是|叫)|介绍一?下|注意(?:什么|事项)|禁忌|可以上门吗|能上门吗",
        r"what (?:is|treatments|services|do you (?:offer|have))|how long|menu",
    ),
    _cue(
        "query_membership",
        3.5,
        r"会员|办卡|充值|积分|储值|次卡|优惠券|membership|member card|points",
    ),
    _cue(
        "complaint",
        5.0,
        r"投诉|差评|太差|很差|垃圾|骗子|欺骗|坑人|气死|生气|失望|不满意|态度(?:不好|差|恶劣)|什么态度|退款",
        r"退钱|赔偿|赔我|乱收费|弄伤|按伤|按疼了|complain|terrible|awful|refund|rude|worst|disappointed",
    ),
    _cue(
        "feedback",
        3.0,
        r"建议你们|提个?建议|反馈|意见|好评|表扬|点赞|夸一?下|做[得的](?:很|真|不错)|很满意|手法(?:很|真|不错)|feedback|suggestion",
        r"great job",
    ),
    _cue(
        "human",
        5.0,
        r"人工|转接|真人|客服(?!电话)|找(?:个)?人(?:聊|说|工|来)|跟人说|店长|经理|human|real person|agent",
        r"representative|speak to (?:someone|a person)|talk to (?:someone|a person)|manager",
    ),
    _cue(
        "greet",
        1.5,
        r"^(?:你好|您好|在吗|在么|哈喽|嗨|早上好|上午好|下午好|晚上好|hi|hello|hey|good (?:morning|afternoon|evening))",
    ),
    _cue(
        "thanks",
        2.0,
        r"谢谢|多谢|感谢|辛苦了|\bthanks?\b|thank you|\bthx\b",
    ),
    _cue(
        "bye",
        2.0,
        r"再见|拜拜|回见|\bbye\b|goodbye|see you",
    ),
    _cue("affirm", 2.0, rf"^{_ASSENT_LEAD}{_ASSENT}{_ASSENT_TAIL}[。.!！~]*$"),
    _cue(
        "deny",
        3.0,
        r"^(?:不|别)(?:用|要|必|了|行|可以|对|是|好|需要|确认|同意)?(?:了|的)?(?:[,，。.!！]|谢谢|吧|$)",
        r"^(?:算了|先不|暂时不|不用了|不要了|不确认|不需要)",
        r"^(?:no|nope|not now|never ?mind|no thanks|don't)\b",
    ),
    _cue(
        "health_advice",
        3.0,
        r"(?:能|可以|适合)(?:做|按|推|刮|拔|艾灸|来).{0,8}(?:吗|么|嘛|\?)$",
        r"(?:能不能|可不可以|适不适合)(?:做|按|推|刮|拔|艾灸|来).{0,8}$",
        r"怎么(?:缓解|调理|治|回事)|(?<!卡)怎么办|吃什么药|是不是病|要不要(?:看|去)医|能治|治(?:好|疗)",
        r"(?:疼|痛|酸|麻|失眠|不舒服|难受).{0,8}(?:怎么|做什么|该|推荐|适合|有什么)|is it (?:safe|ok)",
        r"should i (?:see|get)|can i (?:still )?(?:have|get|do)|what helps",
    ),
    _cue("other", 2.0, r"天气|笑话|你是谁|机器人|\bweather\b|\bjoke\b|who are you"),
)
