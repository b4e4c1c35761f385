package user

// What this room tells the journal. It never holds what was typed: a person
// may type her password where her login goes.
const (
	EventLogin    = "user.login"
	EventLogout   = "user.logout"
	EventRefused  = "user.login-refused"
	EventPassword = "user.password"
	EventCreated  = "user.created"
)
