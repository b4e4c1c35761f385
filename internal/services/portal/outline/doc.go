// Package outline keeps the outlines that lie under maps, so that a point is seen in
// its commune without another site being asked for a base map. The operator brings
// them as GeoJSON, with their source and licence, which every map then names; of a
// commune that it has not brought the room knows what is built in.
//
// Each state is kept with its number: the highest is what maps show, earlier ones can
// be brought back. It promises that what is drawn says where it comes from.
package outline
