// Package deepcopy stands in for the library of this name, of which excelize uses
// one function. The library looks for methods by names that are only known when
// the program runs; where that is done anywhere in a program, the linker has to
// keep every method of every type, nearly half of ours. go.mod of the program
// puts this in its place.
package deepcopy

import (
	"fmt"
	"reflect"
)

// Copy copies what src, or what it points to, holds into what dst points to. Both
// are of one type. What lies behind pointers, slices and maps is copied too;
// fields that are not exported keep what dst has.
func Copy(dst, src any) error {
	to, from := reflect.ValueOf(dst), reflect.ValueOf(src)
	if to.Kind() != reflect.Pointer || to.IsNil() || !from.IsValid() {
		return fmt.Errorf("deepcopy: cannot copy %T into %T", src, dst)
	}
	to = to.Elem()
	for from.Type() != to.Type() && from.Kind() == reflect.Pointer && !from.IsNil() {
		from = from.Elem()
	}
	if from.Type() != to.Type() {
		return fmt.Errorf("deepcopy: cannot copy %T into %T", src, dst)
	}
	set(to, from)
	return nil
}

func set(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.Struct:
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() {
				set(to.Field(i), from.Field(i))
			}
		}
	case reflect.Array:
		for i := range from.Len() {
			set(to.Index(i), from.Index(i))
		}
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		if from.IsNil() {
			to.SetZero()
			return
		}
		to.Set(fresh(from))
	default:
		to.Set(from)
	}
}

// fresh copies what lies behind a value.
func fresh(from reflect.Value) reflect.Value {
	switch from.Kind() {
	case reflect.Pointer:
		to := reflect.New(from.Type().Elem())
		set(to.Elem(), from.Elem())
		return to
	case reflect.Slice:
		to := reflect.MakeSlice(from.Type(), from.Len(), from.Len())
		for i := range from.Len() {
			set(to.Index(i), from.Index(i))
		}
		return to
	case reflect.Map:
		to := reflect.MakeMapWithSize(from.Type(), from.Len())
		for pairs := from.MapRange(); pairs.Next(); {
			to.SetMapIndex(pairs.Key(), held(pairs.Value()))
		}
		return to
	}
	return held(from.Elem())
}

func held(from reflect.Value) reflect.Value {
	to := reflect.New(from.Type()).Elem()
	set(to, from)
	return to
}
