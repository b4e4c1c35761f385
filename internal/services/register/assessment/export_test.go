package assessment

// MethodParts and Evaluated are open to the tests of the room from outside.
var (
	MethodParts = methodParts
	Evaluated   = evaluated
)
