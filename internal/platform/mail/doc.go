// Package mail sends letters of plain text.
//
// A letter is a durable job in the transaction that makes it necessary: it goes
// out if and when that commits, is tried again while the mail server does not
// answer, and is kept as failed when the server refuses it for good. Its job
// holds it sealed (package keys): a letter may carry a link that opens an
// account, and the queue is shown on a page. Neither the log nor an error names
// a recipient or quotes a letter.
//
// Without a mail server nothing is put into the queue: Queue.On tells, and who
// would have written shows the link to hand over instead.
//
// The connection is always encrypted when it carries a password: smtp:// asks
// for STARTTLS (RFC 3207) and smtps:// speaks TLS from the first byte (RFC
// 8314). Only a relay on the same machine may be spoken to in the clear.
package mail
