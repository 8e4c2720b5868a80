package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables with one thing wrong, at a place that a seed chooses: each is refused with its file, its line and what to do. */
class CsvMalformedTest {
    private static final int KINDS = 10;
    private static final int ROWS = 30;

    @TempDir
    private Path folder;

    static IntStream seeds() {
        return Malformed.seeds();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isRefusedWithFileLineAndRemedy(int seed) throws IOException {
        Random random = new Random(seed);
        List<String[]> cells = table(random);
        int row = 1 + random.nextInt(ROWS);
        int column = random.nextInt(3);
        long line = row + 1;
        byte[] bytes = null;
        switch (seed % KINDS) {
            case 0:
                cells.get(row)[column] = List.of("x", "1.2.3", "NaN", "0x1p3", "1d", "--2", "1 2", "1,5").get(random.nextInt(8));
                cells.get(row)[column] = '"' + cells.get(row)[column] + '"';
                break;
            case 1:
                cells.get(row)[column] = "";
                break;
            case 2:
                cells.get(row)[3] = " ";
                break;
            case 3:
                cells.set(row, Arrays.copyOf(cells.get(row), 1 + random.nextInt(3)));
                break;
            case 4:
                cells.set(row, new String[] {"1", "2", "3", "a", "5"});
                break;
            case 5:
                cells.get(row)[3] = "\"a";
                break;
            case 6:
                cells.get(row)[3] = "\u00e9";
                bytes = text(cells).getBytes(StandardCharsets.ISO_8859_1);
                break;
            case 7:
                cells.get(0)[column] = cells.get(0)[(column + 1) % 3];
                line = 1;
                break;
            case 8:
                cells.get(row)[column] = List.of("1e400", "1e39", "-4e38").get(random.nextInt(3));
                break;
            default:
                byte[] zipped = IdxBytes.zipped(text(cells).getBytes(StandardCharsets.UTF_8));
                bytes = Arrays.copyOf(zipped, 4 + random.nextInt(zipped.length - 5));
                line = 0;
                break;
        }
        Path file = folder.resolve("data.csv");
        Files.write(file, bytes != null ? bytes : text(cells).getBytes(StandardCharsets.UTF_8));
        InputException problem = Malformed.refused(Opened.source(Map.of("header", true)), () -> List.of(folder), file);
        if (line > 0) {
            assertTrue((problem.pointer() + ",").startsWith("line " + line + ","), line + ": " + problem.getMessage());
        }
    }

    // Whatever else happens to a file: it is refused in the same way, or it still is a table.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void scratchedFilesAreRefusedOrRead(int seed) throws IOException {
        Random random = new Random(seed);
        byte[] good = text(table(random)).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Malformed.scratched(seed % 4 == 0 ? IdxBytes.zipped(good) : good, 0, random);
        Path file = folder.resolve("data.csv");
        Files.write(file, seed % 5 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        Map<String, ?> options = seed % 3 == 0 ? Map.of("categorical", List.of("auto"), "fill", List.of("median"))
                : seed % 3 == 1 ? Map.of("regression", true) : Map.of();
        Malformed.refusedOrRead(Opened.source(options), () -> List.of(folder), file);
    }

    private static List<String[]> table(Random random) {
        List<String[]> cells = new ArrayList<>();
        cells.add(new String[] {"u", "v", "w", "label"});
        for (int row = 0; row < ROWS; row++) {
            cells.add(new String[] {"" + random.nextInt(100), "" + random.nextDouble(), "-" + random.nextFloat(),
                random.nextBoolean() ? "a" : "b"});
        }
        return cells;
    }

    private static String text(List<String[]> cells) {
        StringBuilder text = new StringBuilder();
        cells.forEach(row -> text.append(String.join(",", row)).append('\n'));
        return text.toString();
    }
}
