"""A refresh token knows which one it was changed for."""

import sqlalchemy as sa
from alembic import op

from shared.db import Ascii

revision = "identity_0004"
down_revision = "identity_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("refresh_tokens", sa.Column("came_from", Ascii(64)))
    op.create_index("ix_refresh_tokens_came_from", "refresh_tokens", ["came_from"])


def downgrade() -> None:
    op.drop_index("ix_refresh_tokens_came_from", "refresh_tokens")
    op.drop_column("refresh_tokens", "came_from")
