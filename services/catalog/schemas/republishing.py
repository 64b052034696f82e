"""The order to announce everything again."""

from services.catalog.schemas.values import Json, Request, View


class Republish(Request):
    """Everything; there is nothing to choose."""


class Republished(View):
    """How many events will go out."""

    def answer(self, result: int) -> Json:
        return {"events": result}
