"""Opinions gathered under headings and sent together; uploaded lists of opinions"""

from alembic import op
import sqlalchemy as sa

from dialogue.core.db import UTCDateTime


revision = "0007_consolidation"
down_revision = "0005_attendance"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('consolidation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('office_note', sa.Text(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('late_reason', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.Column('sent_at', UTCDateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'returned' or length(office_note) > 0", name=op.f('ck_consolidation_returned_says_why')),
    sa.CheckConstraint("state = 'draft' or (number is not null and sent_at is not null)", name=op.f('ck_consolidation_number_once_sent')),
    sa.CheckConstraint("state in ('draft','sent','returned')", name=op.f('ck_consolidation_state')),
    sa.CheckConstraint('late = 0 or length(late_reason) > 0', name=op.f('ck_consolidation_late_has_reason')),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_consolidation_author_id_account')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_consolidation_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_consolidation_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consolidation')),
    sa.UniqueConstraint('year', 'number', name=op.f('uq_consolidation_year'))
    )
    with op.batch_alter_table('consolidation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consolidation_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index('ix_consolidation_one_open', ['unit_id', 'meeting_id'], unique=True, sqlite_where=sa.text("state <> 'sent'"), postgresql_where=sa.text("state <> 'sent'"))
        batch_op.create_index(batch_op.f('ix_consolidation_unit_id'), ['unit_id'], unique=False)

    op.create_table('opinion_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('file_hash', sa.String(length=64), nullable=False),
    sa.Column('sheet', sa.String(length=120), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('taken_at', UTCDateTime(), nullable=True),
    sa.CheckConstraint("state <> 'taken' or taken_at is not null", name=op.f('ck_opinion_import_taken_has_time')),
    sa.CheckConstraint("state in ('open','taken','dropped')", name=op.f('ck_opinion_import_state')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_opinion_import_account_id_account')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_opinion_import_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_opinion_import_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_import'))
    )
    with op.batch_alter_table('opinion_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_import_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_opinion_import_state_created', ['state', 'created_at'], unique=False)

    op.create_table('consolidation_heading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consolidation_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.String(length=500), nullable=False),
    sa.CheckConstraint('length(trim(title)) > 0', name=op.f('ck_consolidation_heading_named')),
    sa.ForeignKeyConstraint(['consolidation_id'], ['consolidation.id'], name=op.f('fk_consolidation_heading_consolidation_id_consolidation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consolidation_heading'))
    )
    with op.batch_alter_table('consolidation_heading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consolidation_heading_consolidation_id'), ['consolidation_id'], unique=False)

    op.create_table('consolidation_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('heading_id', sa.Integer(), nullable=False),
    sa.Column('opinion_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['heading_id'], ['consolidation_heading.id'], name=op.f('fk_consolidation_item_heading_id_consolidation_heading'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_consolidation_item_opinion_id_opinion'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consolidation_item')),
    sa.UniqueConstraint('opinion_id', name=op.f('uq_consolidation_item_opinion_id'))
    )
    with op.batch_alter_table('consolidation_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consolidation_item_heading_id'), ['heading_id'], unique=False)


def downgrade():
    for table in (
        'consolidation_item',
        'consolidation_heading',
        'opinion_import',
        'consolidation',
    ):
        op.drop_table(table)
