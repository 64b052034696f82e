"""The resources of a container, shared by all its dependencies, and what runs beside its workers: caller and relay."""

from typing import Any

from nameko.extensions import SharedExtension

from shared.bus.resources import Resources

SETTINGS = "settings"


class ProcessResources(SharedExtension):
    """Holds the one `Resources` of a container."""

    resources: Resources

    def bind(self, container: Any) -> Any:
        bound = super().bind(container)
        if not hasattr(bound, "resources"):
            bound.resources = Resources(container.service_name, container.config.get(SETTINGS, {}))
        return bound
