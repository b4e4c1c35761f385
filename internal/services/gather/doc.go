// Package gather makes, for every schema under which members publish, the
// consolidated dataset of the whole territory. The operator owns it, which is a
// member itself; it is made under the public scope, so that only what is public
// is gathered.
//
// It promises:
//
//   - The consolidated dataset is a dataset like any other for whoever lists,
//     searches, queries, charts or harvests: there is one truth, and no door knows
//     that nobody deposited it.
//   - It follows the journal by a durable cursor: publication, withdrawal, erasure,
//     merger. What it should be is computed from what is public, never from the
//     event, so that hearing something twice, late or not at all cannot make it
//     wrong; Rebuild makes it anew and comes to the same bytes.
//   - Each row says whose it is and where: SIREN and name of the member, lasting
//     address of the dataset, number and date of its version.
//   - What is taken back is gone with its bytes: from the current state, from the
//     states that were kept, from caches. A state that was kept says that rows were
//     taken out of it. What is brought back is in it again, byte for byte.
//   - Nothing is left out unseen: columns that the schema does not know, and cells
//     that do not fit its types, are counted for each dataset and shown.
//   - No figure is shown without its coverage: who has published, who has declared
//     to have nothing, who owes nothing, who is silent.
//
// # How
//
// The sources of a schema are dealt into sixteen parts: the big ones into four of
// them, the others by their member into twelve, so that no change waits for a
// million rows that did not change. A part is a function of its sources (its
// recipe): only parts whose recipe has changed are written again, as rows of CSV
// and as Parquet. The whole files are the parts one
// after the other: their bytes are copied, no row is read again. The query table is
// made likewise, of the one before and the parts that changed.
package gather
