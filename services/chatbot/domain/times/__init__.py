"""When: dates, clock times and parts of the day in a Chinese or simple English sentence. Pure and dependency-free.

`parse(text, now)` finds them with their place in the text and their grain; it decides nothing about a shop. A clock
time without 上午 or 下午 is *uncertain*; `resolved(minutes, hours)` settles it into opening hours.
"""

from services.chatbot.domain.times.found import Clock, Days, Times, Window, resolved
from services.chatbot.domain.times.parser import parse

__all__ = ["Clock", "Days", "Times", "Window", "parse", "resolved"]
