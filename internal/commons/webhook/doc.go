// Package webhook tells machines what happened: a member, or the operator for
// all of them, gives an https address and chooses kinds of event; each event is
// posted there once it is in the journal.
//
// It promises:
//
//   - What a member's hook is told concerns that member. The operator's hooks
//     for everybody are its administrator's to make.
//   - Each event makes one delivery for each hook, however often the feed is
//     read again; a delivery is tried until it is taken, for about three days,
//     further and further apart. A receiver may get one twice and tells by
//     webhook-id.
//   - Requests follow Standard Webhooks 1.0.0: the headers webhook-id,
//     webhook-timestamp and webhook-signature, the last HMAC-SHA-256 over
//     "id.timestamp.body". A secret is sealed in the database and shown when it
//     is made; for a day after another is made both sign.
//   - A body holds identifiers, a kind and an instant, and no word that anybody
//     typed: what is erased has not gone out this way. Who wants more asks the
//     interface.
//   - Nothing is sent to a host that the operator has not allowed (platform
//     outbound), and no answer is read beyond a kilobyte.
//   - A hook whose deliveries fail for five days in a row is switched off, and
//     whoever made it is told. Whatever did not arrive can be sent again by
//     hand.
package webhook
