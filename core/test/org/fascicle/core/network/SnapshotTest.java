package org.fascicle.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.Tensor;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.Clock;
import org.fascicle.core.training.Scaling;
import org.fascicle.core.training.Signature;
import org.fascicle.core.training.Store;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final Store store = new Store(new ReferenceBackend(), Precision.FLOAT32);
    private final Clock clock = new Clock(4, 2);
    private final BestWeights best = new BestWeights();

    @Test
    void whatIsTakenComesBack() {
        clock.set(5, History.of(Map.of("loss", List.of(0.5))));
        Signature signature = new Signature(Shape.of(2, 1), Shape.scalar(), Type.INT32, 3);
        Scaling scaling = new Scaling(new double[] {0.1, 2}, new double[] {3, 0.7});
        Archive archive = Snapshot.take(new Archive.Builder("{}"), signature, scaling, 17, store, clock, best).build();
        Snapshot snapshot = new Snapshot(archive, "n.fasc");
        assertEquals(Shape.of(2, 1), snapshot.signature().features());
        assertEquals(Shape.scalar(), snapshot.signature().target());
        assertEquals(Type.INT32, snapshot.signature().targetType());
        assertEquals(3, snapshot.signature().classes());
        assertEquals(17, snapshot.trainingRows());
        assertArrayEquals(new double[] {0.1, 2}, snapshot.scaling().shift());
        assertArrayEquals(new double[] {3, 0.7}, snapshot.scaling().factor());
        Clock later = new Clock(4, 2);
        snapshot.restore(store, later, best);
        assertEquals(5, later.step());
        assertEquals(List.of(0.5), later.history("loss"));
    }

    @Test
    void whatIsMissingOrSenselessIsNamed() {
        refused("the manifest does not tell 'target_type'", new Archive.Builder("{}"));
        refused("the manifest does not tell 'features'", described(null));
        refused("'features' is no shape: [2, -1]", described(List.of(2L, -1L)));
        refused("'features' is no shape: [2, x]", described(Arrays.asList(2L, "x")));
        refused("'features' is no shape: [4294967296]", described(List.of(1L << 32)));
        Snapshot unscaled = new Snapshot(described(List.of(2L)).build(), "n.fasc");
        assertEquals("there is no tensor 'data/shift' of 2 numbers", assertThrows(InputException.class, unscaled::scaling).problem());
        Snapshot wrong = new Snapshot(described(List.of(2L)).weight("data/shift", Tensor.of(Shape.of(3), new double[3])).build(), "n");
        assertThrows(InputException.class, wrong::scaling);
    }

    private static Archive.Builder described(List<?> features) {
        return new Archive.Builder("{}").extra("target_type", "int32").extra("target", List.of()).extra("classes", 3L)
                .extra("features", features);
    }

    private static void refused(String problem, Archive.Builder builder) {
        Snapshot snapshot = new Snapshot(builder.build(), "n.fasc");
        assertEquals(problem, assertThrows(InputException.class, snapshot::signature).problem());
    }
}
