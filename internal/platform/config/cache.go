package config

// Cache is the settings of what a process keeps on its disk and could make or
// fetch again, and of the memory that it takes to answer from it.
type Cache struct {
	Size        Size `name:"cache-size" env:"AIRIAL_CACHE_SIZE" default:"4GB" placeholder:"SIZE" help:"Disk space for query files made from published tables, and for tables fetched from an object store; what was used longest ago goes first."`
	QueryMemory Size `name:"query-memory" env:"AIRIAL_QUERY_MEMORY" default:"128MB" placeholder:"SIZE" help:"Memory that the query engine may take to answer questions on big tables; what does not fit is worked on in the cache folder."`
}

// Validate refuses a cache that would hold nothing, and a memory in which nothing
// can be answered.
func (c Cache) Validate() error {
	if c.Size < 1e6 {
		return invalid("--cache-size", "indiquez au moins 1MB", "give at least 1MB")
	}
	if c.QueryMemory < 64e6 {
		return invalid("--query-memory", "indiquez au moins 64MB", "give at least 64MB")
	}
	return nil
}
