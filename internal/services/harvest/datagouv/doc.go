// Package datagouv brings what members publish to data.gouv.fr by its API, and
// keeps it right there: one account for each member that wants it (its
// organisation there, and a token that is kept sealed), one link for each
// dataset.
//
// It promises:
//
//   - It reads before it writes, and writes back all that it has read beside
//     what it changes: data.gouv.fr resets what a PUT leaves out. Whether a
//     dataset is public or private there stays as it is; only who makes one says
//     which it is.
//   - It touches what is ours alone: resources that others have added, community
//     resources, tags, contact points stay.
//   - It does nothing twice. A dataset is known by our identifier in its extras,
//     so that one whose making was never answered is found again.
//   - What was deleted or archived there by somebody is left so, and said.
//   - What was withdrawn or erased here is deleted there.
//   - A comparison changes nothing, and says field by field what there is and
//     what should be. It runs every night.
//   - Without the setting --datagouv nothing is ever contacted.
//
// All work of a member is one job at a time, which goes on where it stopped.
// What the API expects was read in udata's sources (data/vocabulary.yaml says
// when) and is tested against datagouvtest, a server of ours with the same
// traps.
package datagouv
