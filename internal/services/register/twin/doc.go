// Package twin settles activities that a member has twice.
//
// When bodies merge, their registers stand side by side in the new one: the same
// model of the operator's, or an activity of the same name, two times. Such are
// twins. Two of them are shown beside one another with what differs; somebody
// who keeps the register then merges them, or keeps both knowingly, with a reason.
//
//	pairs    which activities are twins and not settled, of one member or of all
//	merge    one stays, with what was chosen of both; whatever points to the
//	         other follows (Follower); the other goes out of use
//	apart    both stay: they are not asked about any more
//	undo     either is taken back, whatever came later: what somebody has written
//	         since stays, and is told
//
// The room knows no other: what points to activities it is told by app.
package twin
