"""Contracts and wishes for shifts in SQL."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select, update

from services.scheduling.adapters.tables import contracts, shift_wishes
from services.scheduling.domain.errors import Unknown
from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from shared.db import Database
from shared.inserting import insert_missing


class SqlAgreements:
    def __init__(self, database: Database) -> None:
        self.database = database

    def contracts(self, technician_ids: Sequence[str]) -> dict[str, Contract]:
        of_them = select(contracts).where(contracts.c.technician_id.in_(technician_ids))
        with self.database.reading() as connection:
            return {row.technician_id: Contract.read(json.loads(row.document)) for row in connection.execute(of_them)}

    def put_contract(self, technician_id: str, contract: Contract) -> None:
        document = json.dumps(contract.written())
        with self.database.transaction() as connection:
            row = {"technician_id": technician_id, "document": document}
            if not insert_missing(connection, contracts, [row]):
                mine = contracts.c.technician_id == technician_id
                connection.execute(update(contracts).where(mine).values(document=document))

    def wishes(self, technician_ids: Sequence[str], first: date, days: int) -> list[ShiftWish]:
        within = shift_wishes.c.wished_on.between(first, first + timedelta(days=days - 1))
        of_them = select(shift_wishes).where(shift_wishes.c.technician_id.in_(technician_ids), within)
        in_order = of_them.order_by(shift_wishes.c.wished_on, shift_wishes.c.wish_id)
        with self.database.reading() as connection:
            return [ShiftWish.read(json.loads(row.document)) for row in connection.execute(in_order)]

    def add_wish(self, wish: ShiftWish) -> None:
        row = {
            "wish_id": wish.id,
            "technician_id": wish.technician_id,
            "wished_on": wish.on,
            "document": json.dumps(wish.written()),
        }
        with self.database.transaction() as connection:
            connection.execute(shift_wishes.insert(), row)

    def delete_wish(self, technician_id: str, wish_id: str) -> None:
        mine = shift_wishes.c.wish_id == wish_id, shift_wishes.c.technician_id == technician_id
        with self.database.transaction() as connection:
            if not connection.execute(delete(shift_wishes).where(*mine)).rowcount:
                raise Unknown(params={"id": wish_id})
