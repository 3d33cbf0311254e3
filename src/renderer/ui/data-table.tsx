import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import css from './data-table.module.css';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
});

/** A column: `value` sorts it, `renderCell` draws it (the value itself when absent). Numbers stand right. */
export type DataColumn<Row> = {
  readonly id: string;
  readonly header: string;
  readonly value: (row: Row) => string | number;
  readonly renderCell?: (row: Row) => ReactNode;
  readonly numeric?: boolean;
  /** Without a sort button: columns of buttons. */
  readonly fixed?: boolean;
  readonly width?: string;
  readonly foot?: ReactNode;
};

/** A ruled table that sorts by its heads. `rows` and `columns` must keep their identity between renders. */
export function DataTable<Row extends object>({
  label,
  columns,
  rows,
  rowId,
  sortBy,
  dimmed,
}: {
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly sortBy?: { readonly id: string; readonly desc: boolean };
  readonly dimmed?: (row: Row) => boolean;
}) {
  const defs = useMemo(
    () =>
      columns.map(({ id, header, value, fixed }): ColumnDef<typeof features, Row> => ({
        id,
        header,
        accessorFn: value,
        enableSorting: fixed !== true,
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    initialState: { sorting: sortBy ? [sortBy] : [] },
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const hasFoot = columns.some(({ foot }) => foot !== undefined);
  return (
    <table className={css.table} aria-label={label}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const column = byId.get(header.column.id);
              const sorted = header.column.getIsSorted();
              return (
                <th
                  key={header.id}
                  data-numeric={column?.numeric}
                  style={column?.width === undefined ? undefined : { width: column.width }}
                  aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
                >
                  {column?.fixed ? (
                    <span className={css.fixedHead}>{column.header}</span>
                  ) : (
                    <button type="button" onClick={header.column.getToggleSortingHandler()}>
                      {column?.header}
                      <span aria-hidden className={css.arrow}>
                        {sorted === 'asc' ? '↑' : sorted === 'desc' ? '↓' : ''}
                      </span>
                    </button>
                  )}
                </th>
              );
            })}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} data-dimmed={dimmed?.(row.original)}>
            {columns.map(({ id, numeric, renderCell, value }) => (
              <td key={id} data-numeric={numeric}>
                {renderCell ? renderCell(row.original) : value(row.original)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {hasFoot ? (
        <tfoot>
          <tr>
            {columns.map(({ id, numeric, foot }) => (
              <td key={id} data-numeric={numeric}>
                {foot}
              </td>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}
