package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parquet files with one thing wrong, at a place that a seed chooses: each is refused with its file and what to do; and of bytes that are
 * changed anywhere nothing comes but that, or a table.
 */
class ParquetMalformedTest {
    private static final String TABLE = "optional double u; required int64 v; required binary w (UTF8); required int32 label;";
    private static final CompressionCodecName[] CODECS = {CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY,
        CompressionCodecName.GZIP, CompressionCodecName.ZSTD, CompressionCodecName.LZ4_RAW};
    private static final int KINDS = 10;
    private static final int ROWS = 60;
    /** More of them hunt for what nobody thought of. */
    private static final int TRIALS = Integer.getInteger("fascicle.tests.malformed", 20);
    private static final int TAIL = 8;

    @TempDir
    private Path folder;

    static IntStream seeds() {
        return IntStream.range(0, 10 * KINDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isRefusedWithFileAndRemedy(int seed) throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("data.parquet");
        ParquetFiles files = files(random);
        byte[] whole = Files.readAllBytes(files.write(file, ROWS, row(random)));
        int footer = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - TAIL);
        byte[] bytes = whole;
        switch (seed % KINDS) {
            case 0:
                bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
                break;
            case 1:
                bytes[random.nextInt(4)] ^= 1 + random.nextInt(255);
                break;
            case 2:
                bytes[whole.length - 1 - random.nextInt(4)] ^= 1 + random.nextInt(255);
                break;
            case 3:
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(whole.length - TAIL,
                        List.of(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, whole.length, 0, 3).get(random.nextInt(6)));
                break;
            case 4:
                Arrays.fill(bytes, whole.length - TAIL - footer, whole.length - TAIL - random.nextInt(footer / 2), (byte) 0);
                break;
            case 5:
                // A page that does not fit its sum.
                bytes[place(whole, random)] ^= 1 << random.nextInt(8);
                break;
            case 6:
                bytes = concatenated(Arrays.copyOf(whole, 4),
                        Arrays.copyOfRange(whole, 4 + 1 + random.nextInt(whole.length - footer - 20), whole.length));
                break;
            case 7:
                files = new ParquetFiles(TABLE.replace("required int64 v", "repeated int64 v"));
                bytes = Files.readAllBytes(files.write(file, ROWS, row(random)));
                break;
            case 8:
                int empty = random.nextInt(ROWS);
                bytes = Files.readAllBytes(files.write(file, ROWS,
                        (row, i) -> add(row, random, i, i == empty ? Double.NEGATIVE_INFINITY : 1)));
                break;
            default:
                int missing = random.nextInt(ROWS);
                bytes = Files
                        .readAllBytes(files.write(file, ROWS, (row, i) -> add(row, random, i, i == missing ? Double.NaN : 1)));
                break;
        }
        Files.write(file, bytes);
        InputException problem = assertThrows(InputException.class, this::open);
        assertTrue(problem.getMessage().startsWith(file.toString()), problem.getMessage());
        assertNotNull(problem.remedy(), problem.getMessage());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changedBytesAreRefusedOrRead(int seed) throws IOException {
        Random random = new Random(1000 + seed);
        Path file = folder.resolve("data.parquet");
        byte[] whole = Files.readAllBytes(files(random).unchecked().write(file, ROWS, row(random)));
        int footer = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - TAIL);
        for (int trial = 0; trial < TRIALS; trial++) {
            byte[] bytes = whole.clone();
            for (int change = 0; change < 1 + random.nextInt(3); change++) {
                int at = random.nextBoolean() ? whole.length - TAIL - 1 - random.nextInt(footer)
                        : 4 + random.nextInt(whole.length - footer - TAIL - 4);
                bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
            }
            Files.write(file, bytes);
            try {
                open();
            } catch (InputException e) {
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
                assertNotNull(e.remedy(), e.getMessage());
            }
        }
    }

    private void open() throws IOException {
        ParquetTest.source(Map.of()).open(() -> List.of(folder)).trainingRows();
    }

    private static ParquetFiles files(Random random) {
        ParquetFiles files = new ParquetFiles(TABLE).codec(CODECS[random.nextInt(CODECS.length)])
                .version(random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .dictionary(random.nextBoolean()).pages(5 + random.nextInt(ROWS));
        return random.nextInt(4) == 0 ? files.splitBytes() : files;
    }

    private static BiConsumer<Group, Integer> row(Random random) {
        return (row, i) -> add(row, random, i, random.nextInt(5));
    }

    // A number that is none is left out.
    private static void add(Group row, Random random, int i, double u) {
        if (!Double.isNaN(u)) {
            row.append("u", u);
        }
        row.append("v", random.nextLong() >> random.nextInt(60)).append("w", "t" + random.nextInt(9)).append("label", i % 3);
    }

    /** A byte of the first page, behind its header. */
    private static int place(byte[] whole, Random random) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(whole, 4, whole.length - 4);
        int size = Util.readPageHeader(in).getCompressed_page_size();
        return whole.length - in.available() + random.nextInt(size);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
