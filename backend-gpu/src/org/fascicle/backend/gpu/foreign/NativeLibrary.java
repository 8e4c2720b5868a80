package org.fascicle.backend.gpu.foreign;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Platform;
import org.lwjgl.system.libffi.FFIType;
import org.lwjgl.system.linux.DynamicLinkLoader;
import org.lwjgl.system.windows.WinBase;

/** A library of functions in C that the system's loader has found. It stays loaded. Immutable. */
public final class NativeLibrary {
    private final String name;
    private final long handle;

    private NativeLibrary(String name, long handle) {
        this.name = name;
        this.handle = handle;
    }

    /** Says where LWJGL unpacks its own native library to, before any is looked for. Nothing is loaded by that. */
    public static void unpackTo(Path folder) {
        Configuration.SHARED_LIBRARY_EXTRACT_PATH.set(folder.toString());
    }

    /**
     * Looks for a library, without a word where there is none.
     *
     * @param names by which it may be known: what the system's loader takes, or paths
     */
    public static Optional<NativeLibrary> find(String... names) {
        for (String name : names) {
            long handle = open(name);
            if (handle != 0) {
                return Optional.of(new NativeLibrary(name, handle));
            }
        }
        return Optional.empty();
    }

    private static long open(String name) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return Platform.get() == Platform.WINDOWS ? WinBase.LoadLibrary(null, stack.UTF16(name))
                    : DynamicLinkLoader.dlopen(stack.UTF8(name), DynamicLinkLoader.RTLD_NOW);
        }
    }

    private static long address(long handle, String function) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return Platform.get() == Platform.WINDOWS ? WinBase.GetProcAddress(null, handle, stack.ASCII(function))
                    : DynamicLinkLoader.dlsym(handle, stack.ASCII(function));
        }
    }

    /** A function, if there is one of that name. */
    Optional<NativeFunction> find(String function, FFIType result, FFIType... parameters) {
        long address = address(handle, function);
        return address == 0 ? Optional.empty() : Optional.of(new NativeFunction(function, address, result, parameters));
    }

    /**
     * A function.
     *
     * @throws UnsatisfiedLinkError if there is none of that name
     */
    public NativeFunction function(String function, FFIType result, FFIType... parameters) {
        return find(function, result, parameters)
                .orElseThrow(() -> new UnsatisfiedLinkError("there is no function " + function + " in " + name));
    }

    @Override
    public String toString() {
        return name;
    }
}
