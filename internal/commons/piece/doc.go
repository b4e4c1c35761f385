// Package piece keeps whatever is deposited: a piece, which belongs to a
// member, and its versions, whose bytes never change and are named by their
// SHA-256.
//
// What a piece is good for (a dataset, an act) its kind says, and the service
// that owns the kind. What becomes of a version is its life's business.
package piece
