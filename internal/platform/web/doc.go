// Package web turns the one list of routes into an http.Handler: guards,
// languages, security headers, limits, compression, and errors shown in the
// form that the caller can read. It knows no word of the domain.
//
// Handlers return errors; their fault.Kind decides the status. A page shows
// them in the look (package ui), machine interfaces and downloads as RFC 9457
// problem documents. Absolute addresses come from the configured public URL
// alone (URL), never from the Host header.
package web
