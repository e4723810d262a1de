/** Copies of an account that wait for their turn. Boundary: inclusive. Our choice: nobody asks for more on purpose. */
export const WAITING_COPIES_MAX = 100;
/** What is sent to another region before it is made durable there: what a crash costs at most. Unit: bytes. */
export const SEGMENT_BYTES = 64 * 1024 * 1024;
