// Package telemetry is what a running server says of itself to those who keep
// it: its log (slog) and its figures (Prometheus).
//
// What it promises:
//
//   - Each line logged with the context of a request carries the number of that
//     request, the one its error page shows; one of a job, that of the job.
//   - Figures and spans name routes, kinds and numbers, never people or what an
//     error says of them.
//   - A secret is not logged: values of type Secret, attributes with the name of
//     one (password, token, cookie…), passwords in addresses and bearer tokens
//     in texts are blotted out, whoever logs them.
package telemetry
