/** Three stacked layers: an image and the disks made from it. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" fill="none" className="shrink-0">
      <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--accent)" />
      <path d="M12 5.2 18.6 8.6 12 12 5.4 8.6Z" fill="#fff" />
      <path d="m5.4 12 6.6 3.4 6.6-3.4" stroke="#fff" strokeWidth="1.7" strokeLinejoin="round" strokeLinecap="round" opacity=".8" />
      <path d="m5.4 15.4 6.6 3.4 6.6-3.4" stroke="#fff" strokeWidth="1.7" strokeLinejoin="round" strokeLinecap="round" opacity=".55" />
    </svg>
  );
}
