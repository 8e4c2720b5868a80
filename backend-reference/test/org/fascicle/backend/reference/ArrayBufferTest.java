package org.fascicle.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Buffers: what goes in comes out, and nothing beyond their ends. */
class ArrayBufferTest {
    private final Backend backend = new ReferenceBackend();

    @Test
    void realsMoveAsFloatAndDouble() {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT64, 4);
        buffer.write(1, new double[] {9, 0.1, 0.2}, 1, 2);
        buffer.write(3, new float[] {0.5f}, 0, 1);
        double[] doubles = new double[5];
        buffer.read(0, doubles, 1, 4);
        assertArrayEquals(new double[] {0, 0, 0.1, 0.2, 0.5}, doubles);
        float[] floats = new float[2];
        buffer.read(1, floats, 0, 2);
        assertArrayEquals(new float[] {0.1f, 0.2f}, floats);
        assertEquals(4, buffer.size());
        assertEquals(Type.REAL, buffer.type());
        assertEquals(Precision.FLOAT64, buffer.precision());
    }

    @Test
    void float32IsRoundedWhenItIsWritten() {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, 2);
        buffer.write(0, new double[] {0.1, 1e300}, 0, 2);
        double[] values = new double[2];
        buffer.read(0, values, 0, 2);
        assertArrayEquals(new double[] {0.1f, Double.POSITIVE_INFINITY}, values);
    }

    @Test
    void integersMoveAsInt() {
        Buffer buffer = backend.allocate(Type.UINT32, Precision.FLOAT32, 3);
        buffer.write(1, new int[] {-1, 7}, 0, 2);
        int[] values = new int[3];
        buffer.read(0, values, 0, 3);
        assertArrayEquals(new int[] {0, -1, 7}, values);
    }

    @Test
    void copies() {
        Buffer from = backend.allocate(Type.REAL, Precision.FLOAT32, 3);
        from.write(0, new float[] {1, 2, 3}, 0, 3);
        Buffer to = backend.allocate(Type.REAL, Precision.FLOAT32, 2);
        to.copy(0, from, 1, 2);
        float[] values = new float[2];
        to.read(0, values, 0, 2);
        assertArrayEquals(new float[] {2, 3}, values);
        refused("precision", () -> to.copy(0, backend.allocate(Type.REAL, Precision.FLOAT64, 2), 0, 2));
        refused("type", () -> to.copy(0, backend.allocate(Type.INT32, Precision.FLOAT32, 2), 0, 2));
        outside("elements 2 to before 4", () -> to.copy(0, from, 2, 2));
        outside("elements 1 to before 3", () -> to.copy(1, from, 0, 2));
    }

    @Test
    void refusesWhatIsOutside() {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT64, 3);
        double[] four = new double[4];
        outside("elements 1 to before 4 are not within the buffer of 3 real (float64)", () -> buffer.write(1, four, 0, 3));
        outside("elements -1 to before 0", () -> buffer.read(-1, four, 0, 1));
        outside("elements 2 to before 5 are not within an array of 4", () -> buffer.read(0, four, 2, 3));
        outside("elements 4294967296", () -> buffer.read(1L << 32, four, 0, 1));
    }

    @Test
    void refusesOtherTypes() {
        Buffer reals = backend.allocate(Type.REAL, Precision.FLOAT64, 1);
        refused("moves as float or double, not as int", () -> reals.write(0, new int[1], 0, 1));
        Buffer truth = backend.allocate(Type.BOOL, Precision.FLOAT64, 1);
        refused("moves as int, not as float or double", () -> truth.read(0, new double[1], 0, 1));
        refused("0 or 1, not 2", () -> truth.write(0, new int[] {2}, 0, 1));
    }

    @Test
    void refusesWhatNoMemoryHolds() {
        refused("a buffer of 2147483648 real needs 16.0 GiB, and one array has room for 16.0 GiB",
                () -> backend.allocate(Type.REAL, Precision.FLOAT32, 1L << 31));
        refused("a buffer of 9223372036854775807 int32 needs more than 8.0 EiB",
                () -> backend.allocate(Type.INT32, Precision.FLOAT32, Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> backend.allocate(Type.INT32, Precision.FLOAT32, -1));
    }

    @Test
    void refusesAfterItWasClosed() {
        Buffer buffer = backend.allocate(Type.INT32, Precision.FLOAT32, 1);
        buffer.close();
        buffer.close();
        refused("closed", () -> buffer.read(0, new int[1], 0, 1));
    }

    private static void refused(String problem, Executable action) {
        String message = assertThrows(BackendException.class, action).getMessage();
        assertTrue(message.contains(problem), message);
    }

    private static void outside(String problem, Executable action) {
        String message = assertThrows(IndexOutOfBoundsException.class, action).getMessage();
        assertTrue(message.contains(problem), message);
    }
}
