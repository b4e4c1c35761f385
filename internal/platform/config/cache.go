package config

// Cache is the settings of what a process keeps on its disk and could make or
// fetch again.
type Cache struct {
	Size Size `name:"cache-size" env:"AIRIAL_CACHE_SIZE" default:"4GB" placeholder:"SIZE" help:"Disk space for query files made from published tables, and for tables fetched from an object store; what was used longest ago goes first."`
}

// Validate refuses a cache that would hold nothing.
func (c Cache) Validate() error {
	if c.Size < 1e6 {
		return invalid("--cache-size", "indiquez au moins 1MB", "give at least 1MB")
	}
	return nil
}
