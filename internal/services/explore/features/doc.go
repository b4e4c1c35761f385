// Package features speaks OGC API – Features, part 1 (core, GeoJSON, OpenAPI
// 3.0, HTML): each published dataset that has places is a collection, each of its
// rows a feature. What is asked becomes ODSQL and is answered by package ods.
//
// The extent of shapes, not their outline, is compared with a bbox. Coordinates
// are longitude and latitude (CRS84), the only system here.
package features
