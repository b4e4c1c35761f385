// Package pia reads and writes the files by which the CNIL's PIA tool hands
// impact assessments (art. 35 RGPD) over: one JSON object of five lists, as
// version 4 of the tool exports and imports it.
//
// A File keeps all that it was read from, also what is not known here: written
// again it says the same. Assessment is what it means; Set writes a changed
// meaning into it and leaves the rest alone. Texts are HTML there, as the
// tool's editor writes them: Plain and Paragraphs turn them into plain text and
// back.
//
// Questions lists what the method asks (CNIL, PIA-1 to PIA-3, 2018): context,
// fundamental principles, measures, three feared events with their severity and
// likelihood on a scale of four. The wording is ours.
package pia
