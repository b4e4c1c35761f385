package assessment

// MethodParts is open to the tests of the room from outside.
var MethodParts = methodParts
