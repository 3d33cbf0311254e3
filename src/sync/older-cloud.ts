import type { RemoteFailure } from '../contracts/ports.ts';
import type { BootstrapReply } from '../contracts/wire.ts';
import { columnsOf, type TableName } from '../domain/tables.ts';

/**
 * A cloud that is older than this desk lacks a table that the desk knows: reading goes on without rows of it. They come by
 * pull once the cloud has been upgraded, because their versions are new.
 */
export const lacksTable = ({ code, message }: RemoteFailure): boolean =>
  code === 'SY400' && message.includes('no such table');

export const nothingOf = (table: TableName, head: number): BootstrapReply => ({
  cols: [...columnsOf(table)],
  rows: [],
  more: false,
  head,
});
