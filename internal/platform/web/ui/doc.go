// Package ui is the look: shells, components, icons and the line of life, as
// templ components that any service writes its pages with. It knows no word of
// the domain.
//
// Texts come in already in the language of the reader (i18n.Say). Addresses
// inside the site are written bare ("/datasets"): components add the language
// prefix that the current page has. Nothing here needs a script to work, and
// nothing carries an inline style or script: the site's policy forbids both.
package ui
