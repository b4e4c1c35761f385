// Package letterbox takes in what people write to the data-protection officer by
// e-mail, and lets her sort it: a request about rights, a question, a reply to
// one of them, or nothing that concerns her.
//
// Letters come by a pipe (airial intake mail) or from a mailbox (--imap). Each is
// taken once, whatever its way (by a digest of its name). What programs send
// (notices of absence, bounces, lists, our own letters) is not taken: it would
// make loops, and nobody waits for an answer.
//
//	Take      keeps a letter and proposes: which member it is for, which right it
//	          is about, which request it replies to
//	AsRequest makes a request of it, AsQuestion a question, Join adds it to a
//	          request; its files go along
//	Throw     erases it: the sender, what she says, what was attached
//
// A letter that was sorted is emptied: what it says stands in the record, under
// that record's rules. Its name stays for a while, so that answers go out in the
// same thread and replies find their request. The queue is the operator's, of
// whom the officer is; only officers see it. Nobody is told by mail that a letter
// came in, for that would be a letter about a letter.
package letterbox
