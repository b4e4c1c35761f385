package config

// Queries bound the questions that one address may ask of the query interfaces.
type Queries struct {
	QueryRequests float64 `name:"max-query-requests" env:"AIRIAL_MAX_QUERY_REQUESTS" default:"50" placeholder:"N" help:"Questions per second from one address to the query interfaces (Explore API, tabular API, OGC API Features), on average."`
	QueryBurst    int     `name:"max-query-burst" env:"AIRIAL_MAX_QUERY_BURST" default:"2000" placeholder:"N" help:"Such questions at once from one address."`
}
