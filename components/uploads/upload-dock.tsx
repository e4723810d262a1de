"use client";

import { useTranslations } from "next-intl";
import { useErrorWords } from "../shell/error-words";
import { type UploadItem, UploadPanel } from "../shell/upload-panel";
import type { ManagedUpload, UploadProblem } from "./upload-model";
import { useUploads } from "./upload-provider";

/** The tab's uploads in the corner of every page. */
export function UploadDock() {
  const { uploads, pause, resume, cancel } = useUploads();
  const words = useProblemWords();
  const items = uploads.map((upload) => toItem(upload, words));
  return <UploadPanel uploads={items} onPause={pause} onResume={resume} onRetry={resume} onCancel={cancel} />;
}

/** A file has its name already: there is no field in which to choose another. */
function useProblemWords(): (code: UploadProblem["code"]) => { title: string; advice: string } {
  const words = useErrorWords();
  const t = useTranslations("shell.uploads");
  return (code) => {
    if (code === "nameTaken") return { title: t("nameTaken.title"), advice: t("nameTaken.advice") };
    return words(code === "network" ? "storageUnavailable" : code);
  };
}

function toItem(upload: ManagedUpload, words: ReturnType<typeof useProblemWords>): UploadItem {
  const { id, name, doneBytes, totalBytes, rate, secondsLeft, problem } = upload;
  const state = upload.state === "signInAgain" ? "failed" : upload.state;
  return {
    id,
    name,
    state,
    doneBytes,
    totalBytes,
    rate,
    secondsLeft,
    error: problem === undefined ? undefined : words(problem.code),
  };
}
