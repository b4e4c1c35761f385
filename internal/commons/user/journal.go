package user

// What this room tells the journal. It never holds what was typed: a person
// may type her password where her login goes.
const (
	EventLogin          = "user.login"
	EventLogout         = "user.logout"
	EventRefused        = "user.login-refused"
	EventPassword       = "user.password"
	EventCreated        = "user.created"
	EventLink           = "user.link"
	EventFactor         = "user.factor-added"
	EventFactorGone     = "user.factor-removed"
	EventFactorsDropped = "user.factors-dropped"
	EventCodes          = "user.codes-made"
	EventUnlocked       = "user.unlocked"
	EventSessionsClosed = "user.sessions-closed"
	EventDisabled       = "user.disabled"
	EventEnabled        = "user.enabled"
	EventPolicy         = "user.policy"
	EventIdentity       = "user.identity-linked"
	EventIdentityGone   = "user.identity-unlinked"
	EventErased         = "user.erased"
)
