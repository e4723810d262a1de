import { notFound } from "next/navigation";

/** The catalogue is for those who build the console and for demonstrations; elsewhere it does not exist. */
export function onlyInDemo(): void {
  if (process.env.NODE_ENV === "production" && process.env.IMS_DEMO !== "1") notFound();
}
