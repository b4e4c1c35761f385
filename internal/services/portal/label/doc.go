// Package label gives a member's portal a face of its own: its name, words in
// both languages, logo, colours, menu, the blocks of its first page, its legal
// pages, and a host.
//
// What a member leaves empty comes from the operator's defaults for all members;
// what those leave empty is as if there were no label.
//
// It promises:
//
//   - Colours are checked as they are entered, against every ground on which
//     they are read, in light and dark (WCAG 2.2 §1.4.3, §1.4.11). A colour that
//     fails comes back with the nearest one that passes.
//   - A logo is never what was sent: a picture is decoded and encoded again, an
//     SVG is written anew from a closed list of elements and attributes.
//   - Words are text, or Markdown that can become nothing but paragraphs, lists,
//     tables and links.
//   - One writes on a draft, looks at it, and publishes it; each version that was
//     published stays, and can be brought back.
//   - The accessibility statement says “non conforme” until an audit of all
//     criteria is recorded, and again when it is too old.
//   - A host is served only after its owner has proven, by a record in its DNS,
//     that it wants that.
package label
