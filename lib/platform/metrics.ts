import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { db } from "./db/client";

/** What this process tells Prometheus. Jobs are counted in the database at each scrape, so any web process tells of all. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

export const httpRequests = new Histogram({
  name: "ims_http_request_duration_seconds",
  help: "Time to answer requests, by route class, method and status class.",
  labelNames: ["route", "method", "status"] as const,
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 60],
  registers: [registry],
});

export const bytesReceived = new Counter({
  name: "ims_http_received_bytes_total",
  help: "Request bytes read from clients.",
  registers: [registry],
});
export const bytesSent = new Counter({ name: "ims_http_sent_bytes_total", help: "Response bytes sent to clients.", registers: [registry] });

new Gauge({
  name: "ims_jobs",
  help: "Jobs by kind and status, of the last day.",
  labelNames: ["kind", "status"] as const,
  registers: [registry],
  async collect() {
    this.reset();
    const since = new Date(Date.now() - 24 * 3_600_000);
    const rows = await db().job.groupBy({ by: ["kind", "status"], where: { createdAt: { gt: since } }, _count: true });
    for (const row of rows) this.set({ kind: row.kind, status: row.status }, row._count);
  },
});
