"""A text made comparable character by character, so that every place stays the same.

Traditional becomes simplified, full-width half-width, capital small. Only characters that the lexicon knows are folded.
"""

_TRADITIONAL = """
點点 鐘钟 鍾钟 時时 週周 禮礼 後后 這这 個个 號号 兩两 晝昼 間间 內内 從从 節节 國国 慶庆 勞劳 動动 兒儿 萬万 愛爱
復复 陽阳 聖圣 誕诞 當当 過过 來来 幾几 遲迟 還还 對对 錯错 離离 約约 軍军 護护 師师 農农 曆历 歷历 陰阴 舊旧 臘腊
雙双 齋斋 開开 爾尔 贖赎 獨独 獻献 殺杀 燈灯 聽听 尋寻 淩凌 單单 雜杂 隨随 謝谢 熱热 們们 將将 會会 門门 夠够 錢钱
適适 場场 舉举 義义 別别 換换 訂订 購购 選选 擇择 剛刚 裡里 裏里 與与 敘叙 應应 該该 說说 餅饼 務务 樂乐 親亲 風风
遊游 戲戏 見见 議议 診诊 療疗 鬧闹 臺台 紀纪 齊齐 緊紧 線线 樓楼 費费
"""
_PUNCTUATION = {
    "，": ",", "。": ".", "：": ":", "；": ";", "（": "(", "）": ")", "？": "?", "！": "!", "～": "~", "〜": "~",
    "—": "-", "–": "-", "―": "-", "−": "-", "﹣": "-", "─": "-", "\u3000": " ", "’": "'", "／": "/", "．": ".",
    "壹": "一", "贰": "二", "叁": "三", "肆": "四", "伍": "五",
}  # fmt: skip
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
_CAPITALS = {chr(code): chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}

_FOLDS = str.maketrans(_FULL_WIDTH | _CAPITALS | {pair[0]: pair[1] for pair in _TRADITIONAL.split()} | _PUNCTUATION)


def folded(text: str) -> str:
    """The text to read, as long as the text that was written."""
    return text.translate(_FOLDS)
