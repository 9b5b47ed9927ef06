package main

// layout returns the place of each value and how many bytes there are in all.
// A text (s) is one value, however long, and x is none. In the native format
// each value lies at a multiple of its width, as in C; the holes stay empty.
func (f format) layout() (places []place, size int) {
	for _, field := range f.fields {
		width := f.width(field.code)
		if f.native() {
			size += (width - size%width) % width
		}
		switch field.code {
		case 's':
			places = append(places, place{'s', size, field.count})
		case 'x':
		default:
			for i := range field.count {
				places = append(places, place{field.code, size + i*width, width})
			}
		}
		size += field.count * width
	}
	return places, size
}
