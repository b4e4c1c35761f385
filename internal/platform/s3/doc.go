// Package s3 speaks to an object store: any that understands the protocol of
// Amazon S3 with signatures of version 4 (Garage, Ceph, SeaweedFS, VersityGW…).
// It knows objects by their key and nothing of what they mean.
//
// What it promises:
//
//   - An object is there whole or not at all: each is sent in one request, which
//     is signed together with the SHA-256 of the bytes, so that the store itself
//     refuses what was torn on the way. Hence the limit of 5 GiB (MaxObject), and
//     hence there are no uploads in parts that could be left behind.
//   - What fails in a way that may pass (no answer, an answer cut short, 5xx,
//     "slow down") is tried again a few times, after pauses that grow. What still
//     fails is a fault of kind Unavailable, whose words say that nothing was lost.
//   - Secrets are in no error, no log line and no String.
//
// # Addresses
//
//	s3://KEY@host:port/bucket/prefix?region=garage&style=path
//
// See Parse.
package s3
