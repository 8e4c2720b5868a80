package org.fascicle.backend.jit.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.JitBackend;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.product.VectorGemm;
import org.fascicle.backend.jit.random.Draws;
import org.junit.jupiter.api.Test;

class PreheatingTest {
    private final Preheating preheating = new Preheating(new VectorGemm(), Draws.of(Form.VECTOR));

    @Test
    void itsCallsStayWithinItsArrays() {
        assertDoesNotThrow(preheating::run);
    }

    @Test
    void itEndsWhenItIsToldTo() {
        preheating.start();
        preheating.close();
        assertFalse(preheating.isRunning());
    }

    @Test
    void itIsOverWhenItWasNeverStarted() {
        preheating.close();
        assertFalse(preheating.isRunning());
    }

    @Test
    void aBackendThatHasStoppedLeavesNoneBehind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        JitBackend backend = new JitBackend(Form.VECTOR, 2);
        backend.allocate(Type.REAL, Precision.FLOAT32, 1);
        backend.stop();
        Set<Thread> after = Thread.getAllStackTraces().keySet();
        after.removeAll(before);
        assertTrue(after.stream().noneMatch(thread -> thread.getName().startsWith("fascicle-jit")), after.toString());
    }
}
