package org.fascicle.backend.gpu.foreign;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_void;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.libffi.FFIType;

/**
 * Keeps the handlers of this process's signals as the virtual machine has set them. To it signals are nothing unusual: by SIGSEGV it finds
 * null pointers and stops its threads, by SIGFPE it finds divisions by zero. Drivers put handlers of their own in their place:
 *
 * <ul>
 * <li>LLVM, the compiler of many drivers, runs in this process, and deletes its temporary files at the next signal, although it needs them
 * still. Its handlers are in place for one signal only: a second thread whose signal comes at that moment ends the process, without a word.
 * <li>POCL skips integer divisions by zero, those of Java too: they no longer throw.
 * </ul>
 *
 * Safe for any thread.
 */
public final class SignalHandlers {
    static final FFIType INT = ffi_type_sint32;
    static final FFIType POINTER = ffi_type_pointer;
    static final int SIGNALS = 31;
    /** More than a {@code struct sigaction} of the C library has: handler, mask, flags, restorer. */
    private static final int BYTES = 256;
    private static final int FLAGS = 8 + 128;
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final Optional<NativeFunction> SIGACTION = NativeLibrary.find("libc.so.6")
            .map(library -> library.function("sigaction", INT, INT, POINTER, POINTER));

    private SignalHandlers() {}

    /**
     * Has each LLVM in this process set its handlers now, and takes them away again. LLVM does that but once, so it never does it while it
     * compiles. To be called before drivers are used.
     *
     * @param drivers are loaded before
     */
    public static void settle(List<String> drivers) {
        if (SIGACTION.isPresent()) {
            drivers.forEach(NativeLibrary::find);
            for (String path : compilers()) {
                NativeLibrary.find(path).flatMap(library -> library.find("LLVMEnablePrettyStackTrace", ffi_type_void))
                        .ifPresent(set -> keep(set::call));
            }
        }
    }

    /** Calls what may set handlers, and gives each signal that it changed its handler back. */
    public static synchronized <T> T keep(Supplier<T> call) {
        if (SIGACTION.isEmpty()) {
            return call.get();
        }
        ByteBuffer before = read();
        try {
            return call.get();
        } finally {
            restore(before);
            MemoryUtil.memFree(before);
        }
    }

    /** The handlers of all signals, one behind the other. Whoever is done frees it. */
    static ByteBuffer read() {
        ByteBuffer handlers = MemoryUtil.memCalloc(SIGNALS * BYTES);
        for (int signal = 1; signal <= SIGNALS; signal++) {
            SIGACTION.orElseThrow().call(signal, 0, at(handlers, signal));
        }
        return handlers;
    }

    /** Whether a signal has the same handler in both. Only the first bits of a mask, and no restorer, are always written. */
    static boolean isSame(int signal, ByteBuffer before, ByteBuffer after) {
        int from = (signal - 1) * BYTES;
        return before.getLong(from) == after.getLong(from) && before.getInt(from + FLAGS) == after.getInt(from + FLAGS);
    }

    private static void restore(ByteBuffer before) {
        ByteBuffer after = read();
        for (int signal = 1; signal <= SIGNALS; signal++) {
            if (!isSame(signal, before, after)) {
                SIGACTION.orElseThrow().call(signal, at(before, signal), 0);
            }
        }
        MemoryUtil.memFree(after);
    }

    private static long at(ByteBuffer handlers, int signal) {
        return MemoryUtil.memAddress(handlers) + (long) (signal - 1) * BYTES;
    }

    /** The files of LLVM that this process has loaded; none where the system does not say. */
    private static Set<String> compilers() {
        try (var lines = Files.lines(MAPS, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains("/libLLVM")).map(line -> line.substring(line.indexOf('/')))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }
}
