package org.fascicle.backend.gpu.cuda;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntConsumer;

import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * The functions of a library that give a status, by what they do. Safe for any thread.
 *
 * @param <F> what they do
 */
final class FunctionTable<F extends Enum<F>> {
    private final Map<F, NativeFunction> functions;

    /** Finds all of them in a library. */
    FunctionTable(NativeLibrary library, Class<F> all, Function<F, Signature> signature) {
        functions = new EnumMap<>(all);
        for (F function : all.getEnumConstants()) {
            functions.put(function, signature.apply(function).in(library));
        }
    }

    private NativeFunction of(F function) {
        return Objects.requireNonNull(functions.get(function));
    }

    /** Calls a function, and gives its status. */
    int status(F function, long... arguments) {
        return (int) of(function).call(arguments);
    }

    /**
     * Calls a function that puts one word at the address that is its first argument, and gives the word.
     *
     * @param check refuses a status that is not success
     */
    long made(IntConsumer check, F function, long... arguments) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long[] all = new long[arguments.length + 1];
            all[0] = stack.ncalloc(Long.BYTES, 1, Long.BYTES);
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            check.accept(status(function, all));
            return MemoryUtil.memGetLong(all[0]);
        }
    }

    /** A call that is made again and again. */
    NativeFunction.Prepared prepare(F function, long... arguments) {
        return of(function).prepare(arguments);
    }
}
