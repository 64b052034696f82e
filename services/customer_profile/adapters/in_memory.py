"""The archives in memory, for tests: the same refusals, no database."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from services.customer_profile.domain.archive import Archive
from services.customer_profile.domain.care import Visit
from services.customer_profile.domain.errors import ArchiveUnknown, VersionConflict, VisitUnknown
from services.customer_profile.domain.search import name_pieces
from services.customer_profile.domain.timeline import Entry, Place
from services.customer_profile.ports import Search

WRITTEN_HERE = ("version", "allergies", "skin", "health_notes", "tags", "conditions", "contacts", "addresses")


class InMemoryArchives:
    """Archives by id; `visits` are the stores of each customer, filled by the timeline."""

    def __init__(self, *archives: Archive) -> None:
        self.archives = {archive.id: archive for archive in archives}
        self.visits: defaultdict[str, set[str]] = defaultdict(set)
        self.erased: dict[str, int] = {}

    def get(self, customer_id: str) -> Archive:
        if customer_id not in self.archives:
            raise ArchiveUnknown
        return self.archives[customer_id]

    def stores_of(self, customer_id: str) -> AbstractSet[str]:
        return self.visits[customer_id]

    def find(self, search: Search, after: str | None, limit: int) -> list[Archive]:
        matching = [archive for _, archive in sorted(self.archives.items()) if self._matches(archive, search)]
        return [archive for archive in matching if after is None or archive.id > after][:limit]

    def take_account(self, account: Archive) -> None:
        if account.id in self.erased:
            return
        known = self.archives.get(account.id)
        if known is None:
            self.archives[account.id] = account
        elif known.account_revision <= account.account_revision:
            kept = {name: getattr(known, name) for name in WRITTEN_HERE}
            self.archives[account.id] = dataclasses.replace(account, **kept)

    def erase(self, customer_id: str, account_revision: int) -> None:
        self.archives.pop(customer_id, None)
        self.erased[customer_id] = account_revision

    def save(self, archive: Archive) -> None:
        if self.archives[archive.id].version != archive.version - 1:
            raise VersionConflict
        self.archives[archive.id] = archive

    def _matches(self, archive: Archive, search: Search) -> bool:
        return (
            search.phone in {None, archive.phone}
            and (search.name is None or search.name in name_pieces(archive.name))
            and (search.tag is None or search.tag in archive.tags)
            and (search.stores is None or bool(search.stores & self.visits[archive.id]))
        )


class InMemoryTimeline:
    """Entries, and the visits they tell to the archives."""

    def __init__(self, archives: InMemoryArchives) -> None:
        self.archives = archives
        self.entries: dict[str, Entry] = {}

    def append(self, entry: Entry, store_id: str | None) -> None:
        self.entries[entry.id] = entry
        if store_id is not None:
            self.archives.visits[entry.customer_id].add(store_id)

    def forget(self, customer_id: str) -> None:
        self.entries = {entry.id: entry for entry in self.entries.values() if entry.customer_id != customer_id}
        self.archives.visits.pop(customer_id, None)

    def of_erased(self, limit: int) -> list[str]:
        return sorted({entry.customer_id for entry in self.entries.values()} & self.archives.erased.keys())[:limit]

    def of(self, customer_id: str, after: Place | None, limit: int) -> list[Entry]:
        newest = sorted(self.entries.values(), key=_order, reverse=True)
        mine = [entry for entry in newest if entry.customer_id == customer_id]
        return [entry for entry in mine if after is None or _order(entry) < after][:limit]


class InMemoryVisits:
    """Visits, and contraindications by treatment, each with its revision."""

    def __init__(self) -> None:
        self.kept: dict[str, Visit] = {}
        self.words: dict[str, tuple[int, list[str]]] = {}

    def keep(self, visit: Visit) -> None:
        known = self.kept.get(visit.id)
        if known is None or known.revision < visit.revision:
            self.kept[visit.id] = visit

    def get(self, appointment_id: str) -> Visit:
        if appointment_id not in self.kept:
            raise VisitUnknown
        return self.kept[appointment_id]

    def forget(self, customer_id: str) -> None:
        self.kept = {key: visit for key, visit in self.kept.items() if visit.customer_id != customer_id}

    def keep_contraindications(self, treatment_id: str, revision: int, words: Sequence[str]) -> None:
        if self.words.get(treatment_id, (0, []))[0] < revision:
            self.words[treatment_id] = revision, list(words)

    def contraindications(self, treatment_ids: Sequence[str]) -> list[str] | None:
        if set(treatment_ids) - self.words.keys():
            return None
        return list(dict.fromkeys(word for one in treatment_ids for word in self.words[one][1]))


def _order(entry: Entry) -> Place:
    return entry.at, entry.id
