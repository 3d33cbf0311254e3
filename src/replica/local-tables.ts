import { TABLE_NAMES } from '../domain/tables.ts';

/**
 * What becomes of each table when a second file takes the place of the open one. A test holds the lists against the
 * tables of a file, so that a new table is sorted in by whoever adds it.
 */

/** Only this PC has them: copied, all rows. */
export const COPIED_TABLES = [
  'outbox',
  'journal',
  'pc_person',
  'setting',
  'staged_page',
  'check_finding',
  'check_due',
] as const;

/** Of other scopes they are copied; of the scope whose file was built it has its own. */
export const SCOPED_TABLES = ['coverage', 'bootstrap_progress', 'base_row'] as const;

/** Made from other rows. */
export const DERIVED_TABLES = [
  'day_card',
  'client_search_key',
  'client_search',
  'client_word',
  'client_vocabulary',
] as const;

/** Treated by themselves. */
export const OWN_TABLES = ['meta', 'migration', ...TABLE_NAMES] as const;

/** Columns of `meta` that say who this PC is and what it has sent; the others say what the file holds. */
export const IDENTITY_COLUMNS = [
  'scope_name',
  'client_id',
  'device_id',
  'device_secret',
  'ack',
  'last_id',
  'held_until',
] as const;
export const FILE_COLUMNS = [
  'scope',
  'epoch',
  'scope_v',
  'cursor_version',
  'cursor_table',
  'cursor_id',
  'state',
  'bootstrap_head',
  'covered_from',
  'complete_at',
  'checked_at',
  'today_from',
  'today_to',
  'holds',
  'holds_due',
] as const;
