"""Lists of delegates, their people and uploads; an invitation number is never taken back"""

import sqlalchemy as sa
from alembic import op

from dialogue.core.db import UTCDateTime


revision = "0005_attendance"
down_revision = "0010_documents"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('delegate_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('sent_at', UTCDateTime(), nullable=True),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.Column('is_late', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state = 'draft' or sent_at is not null", name=op.f('ck_delegate_list_sent_has_time')),
    sa.CheckConstraint("state in ('draft','sent')", name=op.f('ck_delegate_list_state')),
    sa.CheckConstraint('places is null or places >= 0', name=op.f('ck_delegate_list_places')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_delegate_list_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_delegate_list_sent_by_id_account')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_delegate_list_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegate_list')),
    sa.UniqueConstraint('meeting_id', 'unit_id', name=op.f('uq_delegate_list_meeting_id'))
    )
    with op.batch_alter_table('delegate_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegate_list_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index('ix_delegate_list_one_of_guests', ['meeting_id'], unique=True, sqlite_where=sa.text('unit_id is null'), postgresql_where=sa.text('unit_id is null'))

    op.create_table('delegate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('list_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('full_name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=900), nullable=False),
    sa.Column('folded', sa.String(length=600), nullable=False),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('post', sa.String(length=120), nullable=False),
    sa.Column('body', sa.String(length=160), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('is_late', sa.Boolean(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state in ('listed','invited','confirmed','declined','removed')", name=op.f('ck_delegate_state')),
    sa.CheckConstraint("state not in ('invited','confirmed','declined') or number is not null", name=op.f('ck_delegate_invited_has_number')),
    sa.CheckConstraint('birth_year is null or birth_year between 1900 and 2100', name=op.f('ck_delegate_year')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_delegate_created_by_id_account')),
    sa.ForeignKeyConstraint(['list_id'], ['delegate_list.id'], name=op.f('fk_delegate_list_id_delegate_list')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_delegate_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegate')),
    sa.UniqueConstraint('code', name=op.f('uq_delegate_code')),
    sa.UniqueConstraint('meeting_id', 'number', name=op.f('uq_delegate_meeting_id'))
    )
    with op.batch_alter_table('delegate', schema=None) as batch_op:
        batch_op.create_index('ix_delegate_list_name', ['list_id', 'name_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_delegate_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('delegate_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('list_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('sheet', sa.String(length=120), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint("state = 'open' or cast(rows as text) = '[]'", name=op.f('ck_delegate_import_emptied_when_over')),
    sa.CheckConstraint("state in ('open','taken','dropped')", name=op.f('ck_delegate_import_state')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_delegate_import_account_id_account')),
    sa.ForeignKeyConstraint(['list_id'], ['delegate_list.id'], name=op.f('fk_delegate_import_list_id_delegate_list')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegate_import'))
    )
    with op.batch_alter_table('delegate_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegate_import_list_id'), ['list_id'], unique=False)

    # The row stays, and its number with it: no gap, never given again.
    op.execute(
        "CREATE TRIGGER delegate_no_delete BEFORE DELETE ON delegate "
        "WHEN old.number IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'an invited delegate stays'); END"
    )
    op.execute(
        "CREATE TRIGGER delegate_number_stays BEFORE UPDATE OF number ON delegate "
        "WHEN old.number IS NOT NULL AND new.number IS NOT old.number "
        "BEGIN SELECT RAISE(ABORT, 'an invitation number stays'); END"
    )


def downgrade():
    op.execute("DROP TRIGGER delegate_number_stays")
    op.execute("DROP TRIGGER delegate_no_delete")
    with op.batch_alter_table('delegate_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delegate_import_list_id'))

    op.drop_table('delegate_import')
    with op.batch_alter_table('delegate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delegate_meeting_id'))
        batch_op.drop_index('ix_delegate_list_name')

    op.drop_table('delegate')
    with op.batch_alter_table('delegate_list', schema=None) as batch_op:
        batch_op.drop_index('ix_delegate_list_one_of_guests', sqlite_where=sa.text('unit_id is null'), postgresql_where=sa.text('unit_id is null'))
        batch_op.drop_index(batch_op.f('ix_delegate_list_meeting_id'))

    op.drop_table('delegate_list')
