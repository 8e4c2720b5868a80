package org.fascicle.backend.gpu.cuda;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint64;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint8;

import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.lwjgl.system.libffi.FFIType;

/**
 * A function in C with its parameters, a letter each: {@code p} an address, {@code i} an int or an enumeration, {@code u} an unsigned int,
 * {@code l} what has 64 bits (size_t, memory of a device), {@code b} an unsigned char. The result is a status, an int.
 */
record Signature(String name, String parameters) {
    /** The function in a library. */
    NativeFunction in(NativeLibrary library) {
        FFIType[] types = parameters.chars().mapToObj(letter -> type((char) letter)).toArray(FFIType[]::new);
        return library.function(name, ffi_type_sint32, types);
    }

    private static FFIType type(char letter) {
        return switch (letter) {
            case 'p' -> ffi_type_pointer;
            case 'i' -> ffi_type_sint32;
            case 'u' -> ffi_type_uint32;
            case 'l' -> ffi_type_uint64;
            case 'b' -> ffi_type_uint8;
            default -> throw new IllegalArgumentException("there is no type " + letter);
        };
    }
}
