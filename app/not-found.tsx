import { NotFoundState } from "@/components/shell/not-found-state";

export default function NotFound() {
  return (
    <main id="main">
      <NotFoundState />
    </main>
  );
}
