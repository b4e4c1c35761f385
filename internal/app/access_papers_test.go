package app

func init() {
	accessParams["{paper}"] = func(*accessPlace) string { return "registre" }
	accessParams["{as}"] = func(*accessPlace) string { return "pdf" }
}
