// Package counter is where anybody has a file checked: a page, an operation of
// the interface, no account.
//
// It promises:
//
//   - The file is checked while it comes and is not kept. What spills to disk
//     goes away with the check; the log and the figures know counts alone.
//   - A page must show its report more than once, so the report is kept for a
//     short while, sealed under a key that the address alone gives: who has the
//     database, or the master key, reads nothing without the address. Its maker
//     may erase it at once, or share it for some days; what is shared repeats no
//     value that looks like personal data.
//   - One caller cannot take the server from the others: size, rows, time, and
//     the number of checks at once are bounded, each by a setting.
package counter
