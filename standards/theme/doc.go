// Package theme places datasets under the thirteen themes of the EU authority
// table data-theme, which DCAT-AP uses: by the schema under which they are
// published, and by their keywords.
//
// What goes where is data (themes.yaml), dated and with its source; nothing of it
// is in code. A dataset may stand under several themes, or under none: no word
// that is not in the table is guessed at.
package theme
