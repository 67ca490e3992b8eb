"""The form of a version that others than its owner see, and where its figures had been published before."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("version", sa.Column("content_for_others", sa.JSON(), nullable=True))
    op.add_column("version", sa.Column("findings_for_others", sa.JSON(), nullable=True))
    op.add_column("version", sa.Column("public_source", sa.String(length=500), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("public_source", "findings_for_others", "content_for_others"):
        op.drop_column("version", column)
