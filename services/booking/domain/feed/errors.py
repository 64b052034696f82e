"""What is refused of calendar feeds."""

from shared.errors import NotFound


class FeedUnknown(NotFound):
    """No feed has this address, or it was revoked."""

    code = "feed_unknown"
