"""Joint opinions name their people; what came on paper keeps its day and its writer"""

import sqlalchemy as sa
from alembic import op

revision = "0006_intake"
down_revision = "0007_consolidation"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "opinion_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("consent_named", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_opinion_voice_named")),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_voice_opinion_id_opinion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_voice")),
    )
    op.create_index(op.f("ix_opinion_voice_opinion_id"), "opinion_voice", ["opinion_id"])
    # No batch: a copied table would lose the triggers of the search index.
    op.execute(
        "ALTER TABLE opinion ADD COLUMN received_on DATE CONSTRAINT ck_opinion_paper_has_its_day "
        "CHECK (channel <> 'paper' or state = 'draft' or received_on is not null)"
    )
    op.add_column(
        "opinion",
        sa.Column("written_by", sa.String(length=120), server_default="", nullable=False),
    )


def downgrade():
    op.drop_column("opinion", "written_by")
    op.drop_column("opinion", "received_on")
    op.drop_table("opinion_voice")
