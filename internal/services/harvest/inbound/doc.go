// Package inbound harvests the catalogues of others into a member's: DCAT,
// Opendatasoft, CKAN, udata (data.gouv.fr) and CSW. What it takes is what those
// catalogues say of their datasets, and links to them; never a file.
//
// It promises:
//
//   - A harvested dataset says where it comes from wherever it is shown, and is
//     no dataset of ours: it has no versions, no gates, and is not in the
//     catalogues that others harvest from us, or they would get it twice.
//   - Nothing twice: within a source by identifier; between sources by any
//     name that a dataset has (identifier, page, where it was got from); and our
//     own datasets that come back from data.gouv.fr are recognised.
//   - What a source lists no longer is marked, not deleted, and is back when it
//     returns. Only a harvest that came to its end marks anything; one that finds
//     nothing at all marks nothing.
//   - Each run leaves a report: what was added, changed, came back, vanished,
//     was refused and why.
//   - Only hosts that the configuration names are asked (platform/outbound), at
//     every turn of a redirection; sizes, pages, time and their number are
//     bounded, and pages that lead in a circle end the harvest.
//   - Contact persons of others are not kept (standards/portals).
package inbound
