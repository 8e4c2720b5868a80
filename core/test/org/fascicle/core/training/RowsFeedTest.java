package org.fascicle.core.training;

import static org.fascicle.core.training.ToyTraining.LAYERS;
import static org.fascicle.core.training.ToyTraining.descent;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.problem.InputException;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that do not fit onto a device are brought step by step, and train as those do that lie there. */
public class RowsFeedTest {
    private static final int BATCH = 7;
    /** The features, a label, a weight and a place in the order, of all rows: twice as much must be there. */
    private static final long ENOUGH = 2L * 4 * ToyTraining.ROWS * (3 + 1 + 1 + 1);

    /** The reference backend, on a device with little memory. */
    private static final class Small implements Backend {
        private final Backend whole = new ReferenceBackend();
        private final long memory;
        private long greatest;

        Small(long memory) {
            this.memory = memory;
        }

        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public Capabilities capabilities() {
            return whole.capabilities().memory(memory);
        }

        @Override
        public Buffer allocate(Type type, Precision precision, long elements) {
            greatest = Math.max(greatest, elements);
            return whole.allocate(type, precision, elements);
        }

        @Override
        public Executable compile(Graph graph, CompileSettings settings) {
            return whole.compile(graph, settings);
        }
    }

    // A second copy in the same memory would be too much; a device has memory of its own.
    @Test
    void rowsThatTakeMuchOfTheHostsMemoryAreNotCopiedWithinIt() {
        Signature signature = new Signature(Map.of("input", Shape.of(50)), List.of(), false);
        Capabilities host = new ReferenceBackend().capabilities();
        assertEquals(Residence.DEVICE, Residence.of(signature, 1_000_000, 0, host));
        assertEquals(Residence.DEVICE, Residence.of(signature, 300_000, 60_000_000, host));
        assertEquals(Residence.HOST, Residence.of(signature, 1_000_000, 200_000_000, host));
        assertEquals(Residence.DEVICE, Residence.of(signature, 1_000_000, 200_000_000, host.memory(1L << 32)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stepsAreTheSameToTheBit(boolean shuffle) {
        List<Map<String, double[]>> resident =
                new ToyTraining().train(LAYERS, descent(""), "", BATCH, 3, shuffle);
        Small small = new Small(ENOUGH - 1);
        List<Map<String, double[]>> brought =
                new ToyTraining(small).train(LAYERS, descent(""), "", BATCH, 3, shuffle);
        assertEquals(1 + 3 * 4, brought.size());
        assertEquals(resident.size(), brought.size());
        for (int step = 0; step < resident.size(); step++) {
            assertEquals(resident.get(step).keySet(), brought.get(step).keySet());
            for (String path : resident.get(step).keySet()) {
                assertArrayEquals(resident.get(step).get(path), brought.get(step).get(path), path + " after step " + step);
            }
        }
        assertTrue(small.greatest < ToyTraining.ROWS * 3, "a buffer of " + small.greatest);
    }

    @Test
    void whatFitsLiesOnTheDevice() {
        Small enough = new Small(ENOUGH);
        new ToyTraining(enough).train(LAYERS, descent(""), "", BATCH, 1, true);
        assertEquals(ToyTraining.ROWS * 3, enough.greatest);
    }

    @Test
    void aWrongLabelIsNamedByItsRow() {
        Cursor.Picked picked = Cursor.picking(new Toys.PointRows(20, 3, 3, 5), Toys.signature(), 4);
        int[] order = {7, 3, 12, 0, 1};
        picked.pick(order, 0, 3);
        assertEquals(7 % 3, picked.labels(0)[0]);
        assertEquals(12 % 3, picked.labels(0)[2]);
        InputException refused = assertThrows(InputException.class, () -> picked.pick(order, 2, 3));
        assertTrue(refused.getMessage().contains("row 0 has the label 5"), refused.getMessage());
    }
}
