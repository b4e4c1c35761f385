// Package remote reads a log from outside, over HTTP (C2SP tlog-tiles), and
// trusts nothing that it is told: hashes are recomputed up to a checkpoint
// whose signatures it verifies.
package remote
