package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;

/**
 * Files with something wrong, by seeds. The same hundred are tried each time; to hunt for others, the property
 * {@code fascicle.malformed.seeds} says how many: {@code JAVA_TOOL_OPTIONS=-Dfascicle.malformed.seeds=5000 ./build test plugin-data}.
 */
final class Malformed {
    private static final String SEEDS = "fascicle.malformed.seeds";
    private static final int USUAL = 100;

    private Malformed() {}

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger(SEEDS, USUAL));
    }

    /** Refuses to go on unless a source names the file, and says what to do. */
    static InputException refused(DataSource source, DataContext context, Path file) throws IOException {
        InputException problem = null;
        try {
            source.open(context);
        } catch (InputException e) {
            problem = e;
        }
        return check(problem == null ? fail("it is read") : problem, file);
    }

    /** Refuses to go on unless a source names the file and says what to do, or reads numbers; nothing else may happen. */
    static void refusedOrRead(DataSource source, DataContext context, Path file) throws IOException {
        Rows rows;
        try {
            rows = source.open(context).trainingRows();
        } catch (InputException e) {
            check(e, file);
            return;
        }
        float[] features = new float[(int) rows.shape().size()];
        for (int row = 0; row < rows.count(); row++) {
            rows.features(row, features, 0);
            for (float feature : features) {
                assertTrue(Float.isFinite(feature));
            }
        }
    }

    private static InputException check(InputException problem, Path file) {
        assertTrue(problem.getMessage().startsWith(file.toString()), problem.getMessage());
        assertNotNull(problem.remedy(), problem.getMessage());
        return problem;
    }

    /** Changes some bits of a file, from a place on. */
    static byte[] scratched(byte[] bytes, int from, Random random) {
        byte[] scratched = bytes.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            scratched[from + random.nextInt(bytes.length - from)] ^= (byte) (1 << random.nextInt(8));
        }
        return scratched;
    }
}
