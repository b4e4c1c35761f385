// Package plan is the action plan: what a member decided to do about its data
// protection, whoever asked for it.
//
// An action is an instance of the register's mechanism (model): what is to be
// done may come from one of the operator's models, is laid over by what was
// written locally, hears of new versions, and any batch of them can be undone.
// Beside the instance stands how the member goes about it (register_action):
// its state, who does it, by when, at what cost; and what it is linked to (an
// activity, a request, a breach, a recommendation), with the proof that it is
// done. Other rooms say what can be linked, what they recommend, and what is due
// at them, through the small interfaces of doors.go: this room knows none.
//
// What is due, of all rooms, comes to each person in her own calendar, behind an
// address that holds a secret and can be taken back, and in her own letter, as
// often as she wants. A letter that would say nothing is not sent.
//
// Those who see a member read its plan; those who keep its register write it; who
// is to do an action may also say how it stands and prove it.
package plan
