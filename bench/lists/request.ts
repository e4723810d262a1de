import http from "node:http";

/** One request until its last byte. Unit: ms. */
export function timeOf(url: URL, headers: Readonly<Record<string, string>>, agent: http.Agent): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers, agent }, (response) => {
      response.on("error", reject).on("end", () => {
        if (response.statusCode === 200) resolve(performance.now() - started);
        else reject(new Error(`the list was answered ${response.statusCode}`));
      });
      response.resume();
    });
    request.on("error", reject);
  });
}
