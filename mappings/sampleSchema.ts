import { z } from 'zod'

/** A document of a partner and what his profile must make of it: part of the profile, and tried whenever somebody asks. */
export const sampleSchema = z.strictObject({
  /** Name of the file. */
  name: z.string().min(1),
  /** The document: as text, or its bytes in Base64. */
  content: z.string(),
  encoding: z.enum(['utf8', 'base64']).optional(),
  /** What is made of each message: type, control, codes of problems, order or document (`MadeMessage` in sample.ts). */
  expected: z.array(z.record(z.string(), z.unknown())),
})

export type Sample = z.infer<typeof sampleSchema>
