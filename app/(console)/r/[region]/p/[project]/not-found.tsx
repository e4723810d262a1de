import { NotFoundState } from "@/components/shell/not-found-state";

/** Inside the frame: the navigation stays. */
export default function NotFound() {
  return <NotFoundState />;
}
