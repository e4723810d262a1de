import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to a page of this service, fetched when it is followed. Every page is made anew for who asks: there is nothing to fetch of it
 * before, and a list of a hundred rows would ask the service for two hundred times nothing while the page comes to life.
 */
export function PageLink(props: ComponentProps<typeof NextLink>) {
  return <NextLink {...props} prefetch={false} />;
}
