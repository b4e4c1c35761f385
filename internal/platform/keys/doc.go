// Package keys keeps the installation's master key and what is made of it.
//
// One secret of 32 bytes stands behind all others: for each purpose a key of
// its own is derived from it (HKDF-SHA-256, RFC 5869), so that what leaks of
// one tells nothing of another. Secrets that must be kept in the database are
// sealed under the key of their purpose (AES-256-GCM): whoever holds the
// database alone reads none of them.
//
// The master key comes, in this order, from the variable AIRIAL_MASTER_KEY,
// from the file that AIRIAL_MASTER_KEY_FILE names, or from master.key in the
// folder of keys, which is made at the first start. All processes of an
// installation need the same one.
package keys
