// Package document makes papers that people sign, print and file: one template
// in Markdown with named fields, written as ODT (ODF 1.3), DOCX (ISO/IEC
// 29500), PDF and HTML. The template is text, so that those who answer for its
// words can change them, and two versions can be compared.
//
//	# Fiche de traitement : {{nom}}
//
//	| Catégorie | Durée |
//	|---|---|
//	{{#donnees}}
//	| {{categorie}} | {{duree}} |
//	{{/donnees}}
//	{{^donnees}}
//	Aucune donnée n’est renseignée.
//	{{/donnees}}
//
// A field that the data do not have is an error that names its line, never an
// empty space: Check says so when the template is saved. What is filled in is
// text whatever it looks like: it cannot become a heading, a link or a field.
//
// Of Markdown it takes headings, paragraphs, bold and italic, links, lists,
// quotes, tables and hard line ends. A line "---" begins a new page. Pictures
// and HTML are not taken.
package document
