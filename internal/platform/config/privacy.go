package config

// Privacy is what the gate of personal data goes by.
type Privacy struct {
	Rules string `name:"privacy-rules" env:"AIRIAL_PRIVACY_RULES" placeholder:"FILE" help:"File of rules that say what may be published of persons, in the form of privacy/law/rules.yaml. Default: those of the program."`
}
