// Package console is the frame of the pages where people work, and those of
// its pages that belong to no service: what waits for you, the members, the
// search.
//
// A service adds what is its own with Add (an entry of the rail) and Describe
// (what a kind of piece is called and where its pages are), and shows its
// pages with Show. The member that a person works for is a part of the
// address (?member=SIREN), never of the session: nothing is preselected for
// who serves several, and two windows may show two members.
package console
