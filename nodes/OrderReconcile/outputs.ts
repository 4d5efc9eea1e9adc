/** The outputs of the node, in their order. */
export const OUTPUTS = ['Agreed', 'Different', 'Only Left', 'Only Right'] as const
export const [AGREED, DIFFERENT, ONLY_LEFT, ONLY_RIGHT] = [0, 1, 2, 3] as const
