package telemetry

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

var noTracer = noop.NewTracerProvider().Tracer("")

// Traces sends spans to a collector.
type Traces struct{ provider *sdk.TracerProvider }

// OpenTraces returns what sends spans to the OTLP collector at an address
// ("http://collector:4318"), over the given client. Close sends what is left.
func OpenTraces(ctx context.Context, address, version string, client *http.Client) (*Traces, error) {
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(address+"/v1/traces"), otlptracehttp.WithHTTPClient(client))
	if err != nil {
		return nil, err
	}
	provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter, sdk.WithBatchTimeout(2*time.Second)),
		sdk.WithResource(resource.NewSchemaless(attribute.String("service.name", "airial"), attribute.String("service.version", version))))
	return &Traces{provider}, nil
}

// Tracer makes the spans.
func (t *Traces) Tracer() trace.Tracer { return t.provider.Tracer("airial") }

// Close sends what is left, for at most five seconds.
func (t *Traces) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return t.provider.Shutdown(ctx)
}
