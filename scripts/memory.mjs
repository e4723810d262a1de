/**
 * Settings of glibc for a process that moves blocks of images. Few arenas: memory that many threads had for a moment would otherwise stay
 * with each of them. Large blocks in memory of their own, which goes back to the system at once: by itself glibc raises the threshold to
 * the largest block it has seen.
 */
export const MEMORY_ENV = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "1048576" };
