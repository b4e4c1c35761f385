// Package s3test runs a real S3 server for tests (VersityGW, which .ci/tools
// installs): one for each test program, on a random port of this machine, over
// a temporary folder; it ends with the program. Each test gets a bucket of its
// own. Faults is a line to it that breaks when it is told to.
//
// Where the server is not installed such tests are skipped, and say so; with
// CI=true they fail instead.
package s3test
