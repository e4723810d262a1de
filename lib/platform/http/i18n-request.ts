import "server-only";
import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { isLocale, LOCALE_COOKIE, negotiateLocale, parseTimeZone, TIME_ZONE_COOKIE } from "../i18n/locale";
import { type Messages, NAMESPACES } from "../i18n/namespaces";

/** Language, words and time zone of one request: the cookie decides, else the browser's wish. An explicit `locale` wins over both. */
export default getRequestConfig(async ({ locale: explicit }) => {
  const jar = await cookies();
  const chosen = explicit ?? jar.get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : negotiateLocale((await headers()).get("accept-language"));
  const parts = await Promise.all(
    NAMESPACES.map(async (name) => [name, (await import(`../../../messages/${locale}/${name}.json`)).default]),
  );
  return {
    locale,
    messages: Object.fromEntries(parts) as Messages, // the same keys in every language: held by messages.test.ts
    timeZone: parseTimeZone(jar.get(TIME_ZONE_COOKIE)?.value),
  };
});
