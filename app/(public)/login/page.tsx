import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/session/sign-in-form";
import { SignInFrame } from "@/components/session/sign-in-frame";
import { ClientMessages } from "@/components/shell/client-messages";
import { parseTheme, THEME_COOKIE } from "@/components/shell/preferences";
import { isLiveSession } from "@/lib/iam/is-live-session";
import { currentSessionId } from "@/lib/platform/http/actor";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("session"))("title") };
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const next = safeNext([(await searchParams).next].flat()[0]);
  const sessionId = await currentSessionId();
  if (sessionId !== undefined && (await isLiveSession(sessionId))) redirect(next);
  return (
    <ClientMessages namespaces={["session"]}>
      <SignInFrame theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}>
        <SignInForm next={next} />
      </SignInFrame>
    </ClientMessages>
  );
}

/** Only paths of this service: a link must not send a freshly signed-in user elsewhere. */
function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : "/";
}
