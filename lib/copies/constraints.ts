/** Copies of an account that wait for their turn. Boundary: inclusive. Our choice: nobody asks for more on purpose. */
export const WAITING_COPIES_MAX = 100;
