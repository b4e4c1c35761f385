package processor

// What the journal says of contracts and of the catalogue; what members have is
// told by the mechanism (see model).
const (
	EventContract = "processor.contract"
	EventSigned   = "processor.annex-signed"
	EventReminded = "processor.reminded"
	// EventCertificate is that people were told of a certificate that ends.
	EventCertificate = "processor.certificate-reminded"
	EventMerged      = "processor.merged"
	EventUnmerged    = "processor.unmerged"
)
