// Package builder is the page on which people put a query of a dataset together
// and take its address along: a form that works without a script, the result,
// and the same query for curl, Python, R and JavaScript. What it asks goes
// through the Explore API's own code, so that the page shows what the address
// gives.
package builder
