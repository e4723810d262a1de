"use client";

import Plus from "lucide-react/icons/plus";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useMemo } from "react";
import { ConsoleReadError } from "@/lib/platform/browser/read-console";
import { formatNumber } from "@/lib/platform/format/number";
import { usePageActions } from "../shell/page-actions";
import { Button } from "../ui/controls/button";
import type { DataTableProps } from "../ui/data/data-table";
import { FilterBar, type FilterChip } from "../ui/data/filter-bar";
import { Pager } from "../ui/data/pager";
import { EmptyState, type EmptyStateProps } from "../ui/feedback/empty-state";
import { SearchInput } from "../ui/forms/search-input";
import { PageHeader, type PageHeaderProps } from "../ui/layout/page-header";
import { ChoosableTable, type ChoosableTableProps } from "./choosable-table";
import type { ListAddress, Paged } from "./use-list-address";
import { useReadFailure } from "./use-read-failure";

/** One page of a list, as the routes of the console answer it. */
interface Page<Row> {
  readonly items: readonly Row[];
  /** Of the whole list under its filter; left out where it is not counted. */
  readonly total?: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

/** What a query, or a page that read on the server, tells of its rows. */
interface Read<Row> {
  readonly data: Page<Row> | readonly Row[] | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

type Table<Row extends object> = Pick<
  DataTableProps<Row>,
  "columns" | "rowId" | "rowName" | "rowActions" | "sort" | "sortHref" | "skeletonRows"
>;

/** Words of an empty list; the kind is `nothing` where none is said. */
export type EmptyWords = Omit<EmptyStateProps, "kind"> & Partial<Pick<EmptyStateProps, "kind">>;

interface Props<Row extends object, Filter extends Paged> {
  title: string;
  /** What the table lists, where the title does not say it all. */
  caption?: string;
  table: Table<Row>;
  header?: Omit<PageHeaderProps, "title">;
  /** Between the title and the filter: tabs, banners, quotas. */
  above?: ReactNode;
  query: Read<Row>;
  /** Left out: a list without filter and pages. */
  address?: ListAddress<Filter>;
  search?: { readonly label: string; readonly value: string; readonly onSearch: (value: string) => void };
  /** Selects and tools of the filter bar, beside the search box. */
  filters?: ReactNode;
  /** What is filtered now beside the search, each removable. */
  chips?: readonly FilterChip[];
  tools?: ReactNode;
  /** What is done with chosen rows, between the filter and the table; left out: rows cannot be chosen. */
  bulk?: ChoosableTableProps<Row>["bulk"];
  /** The act that adds to the list: a button, a way out of the empty list, a line of the palette. `open` keeps its identity. */
  create?: { readonly label: string; readonly open: (yes: true) => void; readonly disabledReason?: string | undefined };
  /** Why there is nothing while nothing is filtered. */
  empty: EmptyWords;
  /** Shows while rows on the screen are read anew; for lists that do not do so every few seconds. */
  showRefresh?: boolean;
}

/** A page that lists things of the project: title, filter, table, pages, and the four ways to have no rows. */
export function ResourceList<Row extends object, Filter extends Paged>(props: Props<Row, Filter>) {
  const {
    title,
    caption = title,
    table,
    header,
    above,
    query,
    address,
    filters,
    chips = [],
    tools,
    bulk,
    create,
    empty,
    showRefresh = false,
  } = props;
  const t = useTranslations("ui");
  const locale = useLocale();
  const page = toPage(query.data);
  const failure = useReadFailure(query.error, query.refetch);
  // What the server sent is at rest: rows that went stale on the way are read anew after they have been shown.
  const isRefreshing = useDeferredValue(showRefresh && query.isFetching, false);
  const keepsRows = page !== undefined && !isRefusal(query.error);
  useCreateAction(create);
  const createButton = create === undefined ? undefined : <CreateButton {...create} />;
  const emptyState = address?.isFiltered ? (
    <EmptyState kind="noMatch" actions={<Button onClick={address.clear}>{t("clearFilters")}</Button>} />
  ) : (
    <EmptyState kind="nothing" actions={createButton} {...empty} />
  );
  return (
    <>
      <PageHeader
        title={title}
        count={page?.total === undefined ? undefined : formatNumber(page.total, locale)}
        actions={createButton}
        {...header}
      />
      {above}
      {props.search === undefined && filters === undefined && tools === undefined ? null : (
        <FilterBar tools={tools} chips={chips}>
          {props.search === undefined ? null : <SearchInput {...props.search} className="w-full sm:w-72" />}
          {filters}
        </FilterBar>
      )}
      <ChoosableTable
        {...table}
        bulk={bulk}
        notice={keepsRows && failure !== undefined ? <div className="mb-3">{failure}</div> : null}
        caption={caption}
        rows={page?.items ?? []}
        state={query.isPending ? "loading" : isRefreshing ? "refreshing" : "ready"}
        empty={emptyState}
        error={keepsRows ? undefined : failure}
      />
      {address === undefined || page === undefined ? null : <Pages label={title} page={page} address={address} />}
    </>
  );
}

/** Who may not see the rows any more does not go on seeing them; rows that could not be read anew are better than none. */
function isRefusal(error: Error | null): boolean {
  return error instanceof ConsoleReadError && ["permissionDenied", "functionOff", "notFound", "unauthenticated"].includes(error.code);
}

/** A list that fits on its page needs no way to others. */
function Pages<Filter extends Paged>({ label, page, address }: { label: string; page: Page<unknown>; address: ListAddress<Filter> }) {
  const { href, go, filter, isSizeChosen } = address;
  const { previousCursor, nextCursor } = page;
  if (previousCursor === null && nextCursor === null && !isSizeChosen) return null;
  const to = (cursor: string | null) => (cursor === null ? undefined : href({ cursor } as Partial<Filter>)); // a part of every `Paged`
  return (
    <Pager
      label={label}
      previousHref={to(previousCursor)}
      nextHref={to(nextCursor)}
      pageSize={filter.size}
      onPageSize={(size) => go({ size } as Partial<Filter>)} // a part of every `Paged`
    />
  );
}

function CreateButton({ label, open, disabledReason }: NonNullable<Props<object, Paged>["create"]>) {
  return (
    <Button variant="primary" icon={<Plus aria-hidden size={16} />} disabledReason={disabledReason} onClick={() => open(true)}>
      {label}
    </Button>
  );
}

function useCreateAction(create: Props<object, Paged>["create"]): void {
  const { label, open, disabledReason } = create ?? {};
  usePageActions(
    useMemo(
      () => (label === undefined || open === undefined ? [] : [{ id: "create", label, disabledReason, run: () => open(true) }]),
      [label, open, disabledReason],
    ),
  );
}

function toPage<Row>(data: Page<Row> | readonly Row[] | undefined): Page<Row> | undefined {
  if (data === undefined || "items" in data) return data;
  return { items: data, total: data.length, nextCursor: null, previousCursor: null };
}
