package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.testing.Workbench;
import org.fascicle.backend.testing.WorkspaceContract;
import org.junit.jupiter.api.Test;

class WorkspaceTest extends WorkspaceContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }

    @Test
    void aStoppedBackendEndsItsThreadsAndRefusesWhatIsLeft() {
        JitBackend backend = new JitBackend(Map.of("threads", "3"));
        Workbench bench = new Workbench(backend);
        bench.builder.output("y", bench.node(bench.input("x", Shape.of(40_000), 1).mul(2)));
        Workspace workspace = bench.open(1);
        RunArguments arguments = new RunArguments(0);
        workspace.run(arguments);
        assertTrue(helpers() >= 2);
        long before = helpers();
        backend.stop();
        assertEquals(before - 2, helpers());
        assertThrows(BackendException.class, () -> backend.allocate(Type.REAL, Precision.FLOAT32, 1));
        assertThrows(BackendException.class, () -> workspace.run(arguments));
        workspace.close();
        backend.stop();
    }

    private static long helpers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().matches("fascicle-jit-[0-9]+"))
                .count();
    }
}
