"use client";

import { useErrorWords } from "../shell/error-words";
import { type UploadItem, UploadPanel } from "../shell/upload-panel";
import type { ManagedUpload } from "./upload-model";
import { useUploads } from "./upload-provider";

/** The tab's uploads in the corner of every page. */
export function UploadDock() {
  const { uploads, pause, resume, cancel } = useUploads();
  const words = useErrorWords();
  const items = uploads.map((upload) => toItem(upload, words));
  return <UploadPanel uploads={items} onPause={pause} onResume={resume} onRetry={resume} onCancel={cancel} />;
}

function toItem(upload: ManagedUpload, words: ReturnType<typeof useErrorWords>): UploadItem {
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
    error: problem === undefined ? undefined : words(problem.code === "network" ? "storageUnavailable" : problem.code),
  };
}
