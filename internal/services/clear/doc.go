// Package clear is the gate of personal data: it stands between checked and
// published, and fails closed.
//
// It looks through the cells of a table, its title, its file name, its header
// and what stands above it for all that package privacy knows. What it finds
// stops the version until a person decides, with a reason; what must not be
// published waits for the data-protection officer's opinion before. A finding
// never holds the datum itself, only a form that lets its owner recognise it.
//
// Which processing activity a dataset comes from is kept with it (Activities):
// it says what to expect in the file, and how strictly to look.
package clear
