package app

func init() {
	accessParams["{paper}"] = func(*accessPlace) string { return "registre" }
	accessParams["{as}"] = func(*accessPlace) string { return "pdf" }
	const one = "/console/operator/rgpd/papers/{paper}"
	accessSamples["POST "+one] = []accessSample{{form: values("lang", "fr", "was", "0", "do", "preview", "body", "# {{collectivite}}")}}
	accessSamples["POST "+one+"/restore"] = []accessSample{{form: values("lang", "fr", "was", "0")}}
}
