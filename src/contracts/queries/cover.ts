/**
 * `not_loaded`: the replica does not hold that month yet. `not_here`: this PC is not to hold that branch or that class
 * of rows at all. Neither is ever shown as an empty day or a zero.
 */
export type Cover = 'complete' | 'not_loaded' | 'not_here';
