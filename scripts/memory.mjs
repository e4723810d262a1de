/**
 * Settings of glibc for a process that moves blocks of images. Few arenas: memory that many threads had for a moment would otherwise stay
 * with each of them. Blocks of 2 MiB come from the heap and go back to it: in memory of their own, new for each block, the kernel spends
 * more time on its pages than a codec on what is in them, up to four times on a virtual machine. What is larger has memory of its own, and
 * a heap gives back what it has at its end beyond 16 MiB: by itself glibc raises both thresholds with the largest block it has seen.
 */
export const MEMORY_ENV = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: String(4 * 1024 * 1024),
  MALLOC_TRIM_THRESHOLD_: String(16 * 1024 * 1024),
};
