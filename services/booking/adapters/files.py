"""Where the pictures of records are kept."""

from services.booking.ports import Files
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.files import files_at


class FileStorage(Dependency):
    """Injects the files at BOOKING_FILES_URL; a URL that names none fails the start, not the first photo."""

    def start(self, resources: Resources) -> None:
        settings = resources.settings
        self.files = files_at(settings["files_url"], settings["files_key_id"], settings["files_secret"])

    def provide(self, resources: Resources, call: Call) -> Files:  # noqa: ARG002 - every worker gets the same
        return self.files
