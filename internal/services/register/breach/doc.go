// Package breach keeps the register of personal-data breaches (article 33 § 5
// of the RGPD): every one of them, notified or not, with two clocks.
//
// What it promises:
//
//   - The clock of the CNIL runs 72 hours from the minute in which the body
//     became aware; that of the complaint, on which cyber insurance depends,
//     beside it. Both are data with their source (package term).
//   - The assistant asks what the CNIL's form asks, in our words (data/form.yaml),
//     for the initial notification and for the complementary one. What is missing
//     for either is listed; nothing stops a notification that lacks it, for time
//     counts more.
//   - The decision to notify, and to tell people, is a person's, with its reason;
//     the room suggests one, and says why (data/decision.yaml).
//   - When the operator is the processor, one breach opens that of each affected
//     member in the same transaction, and tells its managers: a member is aware
//     from the moment it is told.
//   - Files prove what happened. One is an enclosure of the notification or of the
//     message only when somebody marked it so.
//   - What was written, and the files, are erased after the period of retention
//     (package term); what the register has to show stays.
//   - An exercise is marked everywhere and counted nowhere.
//
// The journal, the log and letters have identifiers, states and instants only.
package breach
