// Package chart draws charts and maps on pages, as templ components that any
// service uses. It knows no word of the domain.
//
// A figure is whole without a script: what is drawn is SVG made here, and each
// figure holds its values as a table. Where scripts run, and only once the
// figure comes into view, its bundle (web/src/ts/chart.ts with ECharts,
// web/src/ts/map.ts with MapLibre) takes over: values under the pointer or the
// arrow keys, zoom, SVG and PNG to keep. Pages without figures load neither.
//
// Colours are the theme's (--chart-a to --chart-h), told apart by readers who
// see no red or no green, in light and in dark; lines differ by their dashes
// and marks besides. The reader's browser calls no other host: a map has a base
// only where this server gives one (package tiles), and says so otherwise.
package chart
