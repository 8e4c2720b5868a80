package org.fascicle.backend.nd4j;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
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
    void aStoppedBackendEndsItsThreadAndRefusesWhatIsLeft() {
        Nd4jBackend backend = new Nd4jBackend(Map.of("threads", "1"));
        Workbench bench = new Workbench(backend);
        bench.builder.output("y", bench.node(bench.input("x", Shape.of(4), 1).mul(2)));
        Workspace workspace = bench.open(1);
        RunArguments arguments = new RunArguments(0);
        workspace.run(arguments);
        Buffer x = bench.inputs().get("x");
        Buffer y = workspace.output("y");
        backend.stop();
        assertThrows(BackendException.class, () -> backend.allocate(Type.REAL, Precision.FLOAT32, 1));
        assertThrows(BackendException.class, () -> workspace.run(arguments));
        assertThrows(BackendException.class, () -> y.read(0, new float[4], 0, 4));
        assertThrows(BackendException.class, () -> x.write(0, new float[4], 0, 4));
        workspace.close();
        x.close();
        assertTrue(backend.capabilities().record().get("gemm").contains("OpenBLAS"));
    }
}
