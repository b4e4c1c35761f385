package designation

// What the journal says: that an office changed hands, never whose it is.
const (
	EventAppointed = "designation.appointed"
	EventChanged   = "designation.changed"
	EventRemoved   = "designation.removed"
	EventReplaced  = "designation.replaced" // at many members
	EventUndone    = "designation.undone"
)
