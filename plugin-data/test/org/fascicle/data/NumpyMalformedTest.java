package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays with one thing wrong, by seeds. */
class NumpyMalformedTest {
    private static final int KINDS = 10;
    private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6};

    @TempDir
    private Path folder;

    static IntStream seeds() {
        return Malformed.seeds();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isRefusedWithFileAndRemedy(int seed) throws IOException {
        Random random = new Random(seed);
        byte[] numbers = NumpyTest.floats(NUMBERS);
        byte[] good = NumpyTest.array("<f4", false, "(2, 3)", numbers);
        byte[] bad;
        switch (seed % KINDS) {
            case 0:
                bad = Arrays.copyOf(good, random.nextInt(good.length));
                break;
            case 1:
                bad = Arrays.copyOf(good, good.length + 1 + random.nextInt(9));
                break;
            case 2:
                // Of the word that an array begins with, or of the major number of the format.
                bad = good.clone();
                bad[random.nextInt(7)] ^= (byte) (1 << 3 + random.nextInt(5));
                break;
            case 3:
                bad = NumpyTest.array(one(random, "|O", "|S4", "<U4", "<c8", "<M8[ns]", "|V4", "<f16", "<i3"), false, "(2, 3)",
                        numbers);
                break;
            case 4:
                bad = NumpyTest.array("<f4", false, one(random, "()", "(0, 3)", "(-2, 3)", "(2, 4)", "(3, 3)", "(2147483647, 9)",
                        "(99999999999, 3)", "(2, 3, 0)", "2, 3", "(6,, x)"), numbers);
                break;
            case 5:
                float[] values = NUMBERS.clone();
                values[random.nextInt(6)] = random.nextBoolean() ? Float.NaN : Float.NEGATIVE_INFINITY;
                bad = NumpyTest.array("<f4", false, "(2, 3)", NumpyTest.floats(values));
                break;
            case 6:
                String header = new String(good, StandardCharsets.ISO_8859_1);
                String key = one(random, "descr", "fortran_order", "shape", "False");
                bad = header.replace(key, "x".repeat(key.length())).getBytes(StandardCharsets.ISO_8859_1);
                break;
            case 7:
                // A header that promises to be long.
                bad = good.clone();
                bad[6] = (byte) (2 + random.nextInt(2));
                break;
            case 8:
                bad = zipped(good, "x.npy");
                bad = Arrays.copyOf(bad, 8 + random.nextInt(bad.length / 2));
                break;
            default:
                bad = zipped(random.nextBoolean() ? "no array".getBytes(StandardCharsets.UTF_8) : new byte[0], "x.npy");
                break;
        }
        Path file = folder.resolve("x.npy");
        Files.write(file, bad);
        InputException problem = Malformed.refused(NumpyTest.source(Map.of()), () -> List.of(folder), file);
        assertTrue(problem.getMessage().length() < 500, problem.getMessage());
    }

    // Whatever else happens to a file: it is refused in the same way, or it still is an array.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void scratchedFilesAreRefusedOrRead(int seed) throws IOException {
        Random random = new Random(seed);
        byte[] good =
                NumpyTest.array(one(random, "<f4", ">f4", "<i4"), random.nextBoolean(), "(2, 3)", NumpyTest.floats(NUMBERS));
        Path file = folder.resolve("x.npy");
        Files.write(file, Malformed.scratched(seed % 3 == 0 ? zipped(good, "x.npy") : good, 0, random));
        Malformed.refusedOrRead(NumpyTest.source(Map.of()), () -> List.of(folder), file);
    }

    private static byte[] zipped(byte[] array, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(array);
        }
        return bytes.toByteArray();
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }
}
