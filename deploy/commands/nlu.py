"""`mingyitang nlu …`: what the chat understands, asked from the command line.

The subcommands are imported when one is called: they bring the learning and the language libraries along, which no
other command should wait for.
"""

from importlib import import_module

import click

# By name: where the command is, as module:attribute.
SUBCOMMANDS = {
    "approved": "deploy.commands.nlu_approved:approved",
    "eval": "deploy.commands.nlu_eval:evaluate",
    "explain": "deploy.commands.nlu_explain:explain",
    "parse-time": "deploy.commands.nlu_time:parse_time",
    "train": "deploy.commands.nlu_train:train",
}


class LateGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - see above
        if cmd_name not in SUBCOMMANDS:
            return None
        module, attribute = SUBCOMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LateGroup)
def nlu() -> None:
    """How the chat understands what customers write."""


COMMANDS = [nlu]
