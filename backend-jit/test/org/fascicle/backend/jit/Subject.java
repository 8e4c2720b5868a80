package org.fascicle.backend.jit;

import java.util.List;

import org.fascicle.backend.jit.kernel.Form;

/** The backends that these tests share: both forms, and more threads than there are processors. */
final class Subject {
    private static final List<JitBackend> VECTOR = List.of(new JitBackend(Form.VECTOR, 1), new JitBackend(Form.VECTOR, 3));
    private static final List<JitBackend> PLAIN = List.of(new JitBackend(Form.PLAIN, 1));

    private Subject() {}

    static JitBackend jit() {
        return VECTOR.get(0);
    }

    static List<List<JitBackend>> families() {
        return List.of(VECTOR, PLAIN);
    }
}
