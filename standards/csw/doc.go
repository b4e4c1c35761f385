// Package csw is the server's side of OGC's Catalogue Service for the Web 2.0.2
// (OGC 07-006r1), as far as GeoNetwork, geOrchestra and QGIS ask it: requests are
// read from the query or the body of HTTP (GetCapabilities, DescribeRecord,
// GetRecords, GetRecordById), constraints from OGC Filter 1.1 or CQL text, and
// records written as ISO 19139 or as csw:Record (Dublin Core).
//
// It keeps no records: [Server] is given them by a function. Requests are foreign
// bytes: depth, length and number of conditions are bounded, and what is wrong is
// answered with an ows:ExceptionReport that says where.
package csw
