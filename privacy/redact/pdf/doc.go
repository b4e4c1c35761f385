// Package pdf takes text and pictures out of PDF files for good.
//
// [Open] reads a file and places every glyph of its pages; [File.Redact] writes
// a new one in which nothing stands under the given boxes: the codes of the
// glyphs are taken out of the content streams, pixels of pictures are made
// black before they are compressed again, lines and shapes within a box are
// not drawn. A black rectangle is drawn where something was.
//
// The whole file is written anew from the pages alone: metadata (XMP, Info,
// PieceInfo), attachments, scripts, actions, annotations, outlines, destinations,
// structure trees with their ActualText and Alt, thumbnails, signatures, layers
// that were hidden and what stood in earlier revisions are not taken along. Form
// fields become part of the page, so that what was filled in is shown and can be
// redacted.
//
// What is not understood is refused ([RefusedError]), never half done: a file
// that is encrypted or damaged, text in vertical writing, a content stream that
// cannot be read. What was written is read again, and [File.Redact] fails when a
// glyph is left under a box, or a removed text is left anywhere.
//
// What it cannot hide: how long the removed text was, for the rest of the line
// stays in its place.
package pdf
