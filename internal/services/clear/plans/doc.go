// Package plans takes personal data out of a dataset's table before it goes on:
// by a plan (privacy/anonymise) that is proposed, edited on a page with its
// effect beside it, kept with the dataset, and applied again to every later
// version.
//
// What the room promises:
//
//   - The result is a version of its own, with its own life; the version that it
//     was made from is refused, and says so. Evidence names the plan and both
//     files by their digests.
//   - A later version in which something is new (a column that the plan does not
//     name, a kind of data in a column that was not known to hold it) stops and
//     asks: nothing is guessed.
//   - The key of a dataset's pseudonyms is its own, sealed under the master key,
//     never shown, and destroyed on the page or with the dataset. Then nobody,
//     the member included, can make a pseudonym again.
package plans
