/** An amount of yuan with as many digits as it needs, at most `digits`: `¥0.0686`. Unit of `millionths`: 0.000001 CNY. */
export function formatYuan(millionths: number, locale: string, digits = 6): string {
  const options = { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, options).format(millionths / 1_000_000);
}
