package org.fascicle.backend.jit;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.testing.RandomGraphContract;

class RandomGraphTest extends RandomGraphContract {
    private static final List<List<JitBackend>> FAMILIES = List.of(
            List.of(new JitBackend(Form.VECTOR, 1), new JitBackend(Form.VECTOR, 3)),
            List.of(new JitBackend(Form.PLAIN, 1), new JitBackend(Form.PLAIN, 3)));

    @Override
    protected List<? extends List<? extends Backend>> families() {
        return FAMILIES;
    }
}
