// Package explore answers questions about the rows of published tables, and
// hands out their files.
//
// It knows no dataset: whoever keeps them tells it, through Catalogue, which
// table an address stands for and whether it is public. It promises that a
// query reads its own table and nothing else, and that files go out as
// attachments under addresses that never change.
package explore
