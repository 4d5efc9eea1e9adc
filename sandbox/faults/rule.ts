import { z } from 'zod'

const pattern = z.string().max(500).refine(isPattern, 'must be a regular expression')

/** What a fault is nothing without. */
const NEEDED = new Map<string, 'minutes' | 'perSecond' | 'delayMs'>([['skew', 'minutes'], ['limit', 'perSecond'], ['slow', 'delayMs']])

/** One rule of `PUT /faults`: which requests, what happens to them, how often. */
export const faultRuleSchema = z.strictObject({
  match: z.strictObject({ method: z.string().optional(), path: pattern.optional() }).optional(),
  fault: z.enum(['400', '401', '403', '500', '502', '503', '504', '429', 'timeout-before', 'timeout-after', 'late-commit', 'close-after-body',
    'error-after', 'html-200', 'truncated', 'huge', 'redirect', 'duplicate', 'reorder', 'row-deleted', 'skew', 'limit', 'slow', 'tokens', 'webhook-lost', 'webhook-duplicate', 'webhook-reorder']),
  /** How often it happens; absent: always. */
  times: z.number().int().positive().optional(),
  /** Share of the requests, 0 to 1; drawn from `seed`, so that a run can be repeated. */
  rate: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
  /** 429 and 503: seconds or an HTTP date, as the header has it. */
  retryAfter: z.string().optional(),
  /** late-commit, slow: after so many ms. */
  delayMs: z.number().int().min(0).max(600_000).optional(),
  /** skew: how far the clock is ahead. */
  minutes: z.number().optional(),
  /** limit: requests per second. */
  perSecond: z.number().int().positive().optional(),
  /** tokens: how many calls one lasts. */
  calls: z.number().int().positive().optional(),
  /** redirect: where to. */
  to: z.string().optional(),
  /** close-after-body, html-200: carry the request out first. */
  commit: z.boolean().optional(),
  /** huge: size of the answer. */
  bytes: z.number().int().positive().max(200_000_000).optional(),
}).superRefine(({ fault, ...rule }, context) => {
  const needed = NEEDED.get(fault)
  if (needed !== undefined && rule[needed] === undefined) context.addIssue({ code: 'custom', path: [needed], message: `${fault} needs ${needed}` })
})
export const faultRulesSchema = z.array(faultRuleSchema).max(100)

export type FaultRule = z.infer<typeof faultRuleSchema>
/** Faults of the whole system instead of one request. */
export type Setting = 'skew' | 'limit' | 'slow' | 'tokens'
const SETTINGS: ReadonlySet<string> = new Set<Setting>(['skew', 'limit', 'slow', 'tokens'])
/** Faults of what the system sends by itself. */
export type WebhookFault = Extract<FaultRule['fault'], `webhook-${string}`>
export type RequestFault = Exclude<FaultRule['fault'], Setting | WebhookFault>

/** The rules in force and how often each has happened. */
export interface Faults {
  replace(rules: FaultRule[]): void
  /** The first rule that this request falls under; counts it. */
  take(method: string, path: string): (FaultRule & { fault: RequestFault }) | undefined
  /** Does this fault befall the next webhook? Counts it. */
  strikes(fault: WebhookFault): boolean
  setting(fault: Setting): FaultRule | undefined
  shown(): (FaultRule & { happened: number })[]
}

export function openFaults(): Faults {
  let rules: { rule: FaultRule; happened: number; draw: () => number; path?: RegExp }[] = []
  return {
    replace: (list) => {
      rules = list.map((rule) => ({
        rule,
        happened: 0,
        draw: sequence(rule.seed ?? 1),
        ...(rule.match?.path === undefined ? {} : { path: new RegExp(rule.match.path) }),
      }))
    },
    take: (method, path) => {
      for (const entry of rules) {
        const { rule } = entry
        if (!isRequestFault(rule)) continue
        if (rule.match?.method && rule.match.method !== method) continue
        if (entry.path && !entry.path.test(path)) continue
        if (befalls(entry)) return rule
      }
      return undefined
    },
    strikes: (fault) => rules.some((entry) => entry.rule.fault === fault && befalls(entry)),
    setting: (fault) => rules.find(({ rule }) => rule.fault === fault)?.rule,
    shown: () => rules.map(({ rule, happened }) => ({ ...rule, happened })),
  }
}

/** By how often it may happen and what share of the times; counts it. */
function befalls(entry: { rule: FaultRule; happened: number; draw: () => number }): boolean {
  const { rule } = entry
  if (rule.times !== undefined && entry.happened >= rule.times) return false
  if (rule.rate !== undefined && entry.draw() >= rule.rate) return false
  entry.happened += 1
  return true
}

const isRequestFault = (rule: FaultRule): rule is FaultRule & { fault: RequestFault } => !SETTINGS.has(rule.fault) && !rule.fault.startsWith('webhook-')

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text))
  } catch {
    return false
  }
}
