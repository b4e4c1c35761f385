// Package backup keeps states of an installation in another place, a folder or
// a bucket, and brings them back. It knows the register of tables and the store
// of files, and no word of what they mean.
//
// What it promises:
//
//   - A backup is one state: all records are read in one transaction, and the
//     files are those that these records name. A file that is erased while it
//     is being copied is noted as gone; one that should be there and cannot be
//     read is named, and the backup says that it is not whole.
//   - What is there is not copied again: files and records are kept under names
//     made of their content. Names, sizes rounded by compression, and times are
//     all that a place shows of an encrypted backup: names are keyed.
//   - A backup is seen when it is whole: data is written before the manifest
//     that names it, each object whole or not at all. What a process that died
//     has left behind harms nothing, and is removed after a day (Forget).
//   - Damage is found and named: every object is checked against the digest of
//     what was put into it. Check tells apart whether all is there ("structure")
//     from whether all was read back.
//
// # Layout of a place
//
//	airial-backup               what this is, and whether it is encrypted
//	manifests/ID.CHECK          one for each backup; CHECK begins its SHA-256
//	records/NAME                records of one table, up to 4 MiB, lines of JSON
//	files/MEMBER/DIGEST         a file (without a key)
//	files/XX/NAME               a file (with a key)
//	checked/ID                  what was last verified of a backup
//	erased/ID                   what was erased since: identifiers, no content
//
// Every object but the first is packed with zstd and then, with a key,
// encrypted with age (age-encryption.org/v1): "age -d -i KEYFILE OBJECT | zstd
// -d" shows it without this program.
package backup
