"""The files of packs where several machines share them, and what was run by the clock."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pack_file",
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["word"], ["pack_job.word"], name=op.f("fk_pack_file_word_pack_job"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word", "piece", name=op.f("pk_pack_file")),
    )
    op.create_table(
        "scheduled_run",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("machine", sa.String(length=200), nullable=False),
        sa.Column("went_well", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduled_run")),
    )


def downgrade() -> None:
    op.drop_table("scheduled_run")
    op.drop_table("pack_file")
