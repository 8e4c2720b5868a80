package org.fascicle.backend.jit;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.backend.jit.machine.Compiler;

/** The backends that these tests share: one thread, and more threads than there are processors. */
public final class Subject {
    private static final List<JitBackend> SHARED = List.of(backend(1), backend(3));

    private Subject() {}

    static JitBackend jit() {
        return SHARED.get(0);
    }

    static List<List<JitBackend>> families() {
        return List.of(SHARED);
    }

    /** One of its own, which the caller stops. */
    static JitBackend backend(int threads) {
        return new JitBackend(compiler(), threads);
    }

    /** One of its own, whose code is kept as long as what the build makes. */
    public static Compiler compiler() {
        return new Compiler(Path.of("generated/native").toAbsolutePath());
    }
}
