"""`mingyitang rotate-keys`: seal every personal field anew with the current key."""

import click

from deploy import installation, stores
from shared import migrations
from shared.rotation import rotate


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Seal all personal data with the first key of PERSONAL_DATA_KEYS.

    Put the new key first and keep the old ones behind it, restart the services, run this, then drop the old keys.
    It may be interrupted and run again, and runs beside the live system.
    """
    click.echo(f"rotating {installation.adopt()}")
    for service in installation.services():
        if migrations.keeps_documents(service):
            continue
        with stores.database_of(service) as database:
            click.echo(f"  {service}: {rotate(database, stores.metadata_of(service))} values sealed anew")


COMMANDS = [rotate_keys]
