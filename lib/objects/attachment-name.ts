import "server-only";

/**
 * The `Content-Disposition` that saves an object under the last part of its name: an ASCII stand-in for old clients and the
 * true name in UTF-8. Source: RFC 6266, RFC 8187.
 */
export function attachmentName(objectName: string): string {
  const name = objectName.split("/").at(-1) || "object";
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
