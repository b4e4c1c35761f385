package config

// Tokens bound what one token may ask of one process.
type Tokens struct {
	TokenRequests float64 `name:"max-token-requests" env:"AIRIAL_MAX_TOKEN_REQUESTS" default:"20" placeholder:"N" help:"Requests per second with one token, on average."`
	TokenBurst    int     `name:"max-token-burst" env:"AIRIAL_MAX_TOKEN_BURST" default:"600" placeholder:"N" help:"Requests at once with one token."`
}
