/** Rows of rooms: each imports only what stands in rows before its own. */
export declare const order: readonly (readonly string[])[];
export declare const learningOrder: readonly (readonly string[])[];
