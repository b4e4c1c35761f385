package app

func init() {
	accessParams["{theme}"] = func(*accessPlace) string { return "GOVE" }
}
