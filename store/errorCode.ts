/** Does an error of Node's own (a file's, a socket's) carry this code? It need not be an `Error` of this realm. */
export const hasCode = (error: unknown, code: string): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === code
