"""A text made comparable character by character, so that every place stays the same.

Traditional becomes simplified, full-width half-width, capital small. Only characters that the lexicon knows are folded.
"""

_TRADITIONAL = """
來来 個个 們们 倫伦 側侧 備备 價价 儀仪 億亿 儘尽 優优 兒儿 內内 兩两 別别 剛刚 劇剧 勁劲 動动 務务 勝胜 勞劳 區区
員员 喫吃 單单 嗎吗 噹当 嚇吓 國国 圍围 圓圆 圖图 報报 場场 塊块 塗涂 壓压 夠够 奧奥 婦妇 媽妈 學学 實实 寧宁 將将
尋寻 對对 導导 屆届 層层 屬属 師师 帳帐 帶带 幾几 廂厢 廣广 廳厅 張张 強强 彎弯 後后 從从 復复 徹彻 愛爱 慶庆 應应
懺忏 戀恋 戰战 戲戏 戶户 掃扫 掛挂 換换 撈捞 撥拨 擇择 擊击 擔担 擺摆 擾扰 敗败 敘叙 數数 於于 昇升 時时 晝昼 暈晕
曆历 曉晓 曬晒 書书 會会 東东 條条 業业 樂乐 樓楼 樣样 樹树 橋桥 機机 櫃柜 櫚榈 權权 歡欢 歲岁 歷历 歸归 殺杀 毀毁
氣气 沒没 洩泄 涼凉 淨净 淩凌 準准 溫温 溼湿 滿满 潔洁 濕湿 濾滤 灘滩 為为 無无 熱热 燈灯 燭烛 爲为 爾尔 牀床 猶犹
獎奖 獨独 獻献 現现 環环 產产 畫画 異异 當当 療疗 癮瘾 發发 盜盗 眾众 確确 碼码 礎础 禮礼 種种 稱称 穀谷 穌稣 積积
節节 簡简 糾纠 紀纪 約约 紅红 紐纽 級级 細细 終终 結结 統统 經经 網网 緊紧 線线 緣缘 編编 緩缓 練练 總总 續续 羅罗
義义 聖圣 聯联 聰聪 聲声 職职 聽听 脈脉 腦脑 腳脚 膩腻 臉脸 臘腊 臟脏 臨临 臺台 與与 舉举 舊旧 莊庄 華华 萬万 著着
藍蓝 藥药 蘭兰 處处 號号 蟄蛰 衆众 術术 衛卫 衞卫 裏里 裝装 裡里 褲裤 見见 規规 視视 親亲 觀观 訂订 計计 記记 訪访
設设 許许 診诊 註注 評评 試试 話话 該该 誕诞 語语 誤误 說说 説说 課课 調调 談谈 論论 諧谐 諸诸 講讲 謝谢 證证 議议
護护 讀读 變变 貓猫 貨货 買买 費费 資资 賣卖 賬账 購购 贊赞 贖赎 趕赶 車车 軍军 較较 載载 輕轻 輛辆 輩辈 輪轮 轉转
農农 迴回 這这 週周 進进 遊游 過过 達达 違违 遞递 遠远 適适 遲迟 選选 遺遗 邁迈 還还 邊边 醫医 釐厘 針针 銷销 鋒锋
鋪铺 錢钱 錯错 錶表 鍾钟 鐘钟 鐵铁 鑑鉴 鑰钥 長长 門门 開开 間间 閱阅 閲阅 關关 陣阵 陰阴 陽阳 隊队 際际 隨随 雙双
雜杂 離离 難难 電电 霧雾 靈灵 韓韩 頂顶 項项 順顺 預预 頓顿 頜颌 頭头 頸颈 顆颗 額额 類类 顯显 風风 飛飞 飯饭 餅饼
養养 餘余 館馆 馬马 驚惊 體体 髮发 鬧闹 鮮鲜 鳴鸣 鵝鹅 麼么 黃黄 點点 黨党 齊齐 齋斋 齡龄 龍龙
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
