// A static host, as plain as they come: files of one folder under one base path.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
  ".csv": "text/csv; charset=utf-8",
};

/**
 * Serves a folder; gives the address of its home.
 * @param {string} folder
 * @param {string} [base] the path that the site is under, with slashes at both ends
 */
export async function host(folder, base = "/") {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const send = async (/** @type {number} */ status, /** @type {string} */ file) => {
      const bytes = await readFile(file);
      const type = /** @type {Record<string, string>} */ (TYPES)[path.extname(file)];
      response.writeHead(status, { "content-type": type ?? "application/octet-stream" }).end(bytes);
    };
    try {
      if (!pathname.startsWith(base)) throw new Error("outside the base path");
      const name = decodeURIComponent(pathname.slice(base.length));
      const file = path.join(folder, name.endsWith("/") || name === "" ? `${name}index.html` : name);
      if (path.relative(folder, file).startsWith("..")) throw new Error("outside the folder");
      await send(200, file);
    } catch {
      await send(404, path.join(folder, "404.html"));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${address.port}${base}`, close };
}
