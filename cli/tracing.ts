import { createHash } from 'node:crypto'
import { type Trace } from '../sync/trace'

export interface Tracing {
  trace: Trace
  /** Sends what was noted and not sent yet. */
  close(): Promise<void>
}

/**
 * Traces by OpenTelemetry, sent to the collector that OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) names; undefined, and nothing
 * of it loaded, where none is. The correlation id of an arrival is the trace: what several processes and nights did for it is one.
 */
export async function openTracing(env: NodeJS.ProcessEnv): Promise<Tracing | undefined> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return undefined
  const { ROOT_CONTEXT, SpanStatusCode, trace: api } = await import('@opentelemetry/api')
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace')
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
  const { resourceFromAttributes } = await import('@opentelemetry/resources')
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': env.OTEL_SERVICE_NAME ?? 'order-to-cash' }), spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  })
  const tracer = provider.getTracer('order-to-cash')
  const trace: Trace = async (name, { correlation, attributes, ended }, work) => {
    const parent = api.setSpanContext(ROOT_CONTEXT, { ...idsOf(correlation), traceFlags: 1, isRemote: true })
    const span = tracer.startSpan(name, { attributes: { correlation, ...attributes } }, parent)
    try {
      const result = await work()
      const end = ended?.(result)
      if (end) span.setAttributes(end.attributes)
      if (end?.failed !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: end.failed })
      return result
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) })
      throw error
    } finally {
      span.end()
    }
  }
  return { trace, close: () => provider.shutdown() }
}

/** A correlation id is a UUID in nearly all cases, and so a trace id as it stands. */
function idsOf(correlation: string): { traceId: string; spanId: string } {
  const digest = createHash('sha256').update(correlation).digest('hex')
  const digits = correlation.replaceAll('-', '')
  return { traceId: /^[0-9a-f]{32}$/.test(digits) ? digits : digest.slice(0, 32), spanId: digest.slice(32, 48) }
}
