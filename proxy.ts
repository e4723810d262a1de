import { type NextRequest, NextResponse } from "next/server";
import { sessionCookieName } from "@/lib/platform/http/session-cookie";
import { LAST_REGION_COOKIE } from "@/lib/regions/model";

const YEAR_SECONDS = 365 * 24 * 3600;

/** Sends visitors without a session to the sign-in page. It never authorises: every operation does that itself. */
export function proxy(request: NextRequest): NextResponse {
  if (request.cookies.has(sessionCookieName())) return rememberRegion(request, NextResponse.next());
  const login = new URL("/login", request.nextUrl);
  const { pathname, search } = request.nextUrl;
  if (pathname !== "/") login.searchParams.set("next", `${pathname}${search}`);
  return NextResponse.redirect(login);
}

function rememberRegion(request: NextRequest, response: NextResponse): NextResponse {
  const region = /^\/r\/([a-z0-9-]+)\//.exec(request.nextUrl.pathname)?.[1];
  if (region !== undefined && request.cookies.get(LAST_REGION_COOKIE)?.value !== region) {
    response.cookies.set(LAST_REGION_COOKIE, region, { path: "/", sameSite: "lax", httpOnly: true, maxAge: YEAR_SECONDS });
  }
  return response;
}

export const config = { matcher: ["/", "/r/:path*"] };
