/** A short success that needs no answer. Failures and long work go to flashes and the job list instead. */
export async function notify(text: string, options: { undo?: { label: string; run: () => void } } = {}): Promise<void> {
  const { toast } = await import("sonner");
  toast.success(text, options.undo === undefined ? {} : { action: { label: options.undo.label, onClick: options.undo.run } });
}
