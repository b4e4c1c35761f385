package picture

// What the tests ask of the inside.
var Shaped = shaped

func PreparedFor(schema string) int { return len(prepared(schema)) }
