// Package maturity lets a member see how far it has come in data protection:
// questionnaires as versioned YAML, answers that stay pinned to the version they
// were given to, a score by domain, its course over the years, and the middle of
// like members, nobody named.
//
// A questionnaire is issued and never changed: a new wording is a new version,
// and no earlier survey is read by it. A survey that is submitted is closed; the
// next one starts from its answers. Small members get the short form, fewer
// questions of the same questionnaire.
//
// The score is reckoned as the tools that operators use today do, so that years
// can be compared (see Score).
package maturity
