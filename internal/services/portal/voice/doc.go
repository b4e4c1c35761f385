// Package voice is where the public takes part: on each dataset anybody may
// show what was made of it (a reuse), ask a question or report a problem,
// without an account.
//
// It promises:
//
//   - Nothing reaches a member before whoever wrote it has followed the link in
//     a letter to her address. What is not confirmed within two days is deleted.
//   - Nothing is shown to the public before somebody of the member has approved
//     it, and her name only if she wished.
//   - Her address is sealed, shown to nobody, and erased thirty days after the
//     matter is closed, with her name where that is not shown.
//   - Against programs: a field that people do not see, a form that was open for
//     some seconds, few letters from one network and to one address, few links.
//   - What waits for a week is told to the member again, each week, and is seen
//     by the operator.
//
// Without a mail server nothing can be submitted, and the pages say so.
package voice
