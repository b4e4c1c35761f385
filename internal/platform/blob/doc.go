// Package blob keeps files: bytes that never change, named by their SHA-256
// within the member they belong to.
//
// What it promises:
//
//   - Callers see neither path nor address, so that packing, compression or
//     encryption can come beneath.
//   - The same bytes under two members are two blobs: nobody can find out
//     whether another member holds a file.
//   - When Put returns, the blob survives a power cut. When it fails, or the
//     process dies, nothing of it is ever seen.
//   - Every read checks the blocks of 1 MiB that it touches. A damaged blob is
//     an error that names it (Damaged), never wrong bytes. Putting the same
//     bytes again heals it.
//   - Delete destroys the bytes; deleting what is not there succeeds, so that
//     it can be repeated.
//
// Folder is the store in the data folder, S3 the one in a bucket, which many
// processes share; both hold the same files. blobtest.Conformance says what
// every store must do.
package blob
