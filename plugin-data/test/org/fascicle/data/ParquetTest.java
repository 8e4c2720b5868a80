package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.parquet.Parquet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in Parquet files. */
class ParquetTest {
    private static final String TABLE =
            "required int64 id; optional double age; required float fare; optional binary port (UTF8);"
                    + " required boolean child; required binary fate (UTF8);";
    private static final Map<String, ?> OPTIONS =
            Map.of("label", List.of("fate"), "id", "id", "fill", List.of("median", "port=S"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(value = CompressionCodecName.class, names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void whatIsWrittenIsRead(CompressionCodecName codec) throws IOException {
        for (WriterVersion version : WriterVersion.values()) {
            for (boolean dictionary : new boolean[] {true, false}) {
                ParquetFiles files = new ParquetFiles(TABLE).codec(codec).version(version).dictionary(dictionary).pages(100);
                check(files, 1000);
            }
        }
        check(new ParquetFiles(TABLE).codec(codec).dictionary(false).splitBytes().unchecked(), 300);
    }

    // A block of differences has 128 of them.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 33, 127, 128, 129, 130, 257, 3000})
    void differencesAreReadWhateverTheirNumber(int count) throws IOException {
        ParquetFiles files = new ParquetFiles("required binary w (UTF8); required int32 v; required binary y (UTF8);")
                .version(WriterVersion.PARQUET_2_0).dictionary(false);
        Rows rows = rows(files.write(data(), count, (row, i) -> row.append("w", "w" + i * 7919 % 5).append("v", i * i)
                .append("y", "long name " + i)), Map.of("categories", "index"));
        for (int row = 0; row < count; row++) {
            assertEquals((float) row * row, Opened.features(rows, row)[1], 128);
            assertEquals("long name " + row, rows.classNames().get(rows.label(row)));
        }
    }

    private void check(ParquetFiles files, int count) throws IOException {
        Rows rows = rows(files.write(data(), count, ParquetTest::passenger), OPTIONS);
        assertEquals(count, rows.count());
        assertEquals(List.of("lost", "saved"), rows.classNames());
        for (int row = 0; row < count; row++) {
            // age, fare, port one-hot, child
            float age = row % 7 == 3 ? median(count) : row * 0.25f;
            int port = row % 5 == 2 ? 2 : row % 3;
            assertArrayEquals(new float[] {age, row * 1.5f, port == 0 ? 1 : 0, port == 1 ? 1 : 0, port == 2 ? 1 : 0, row % 2},
                    Opened.features(rows, row), "row " + row);
            assertEquals(row % 4 == 0 ? 1 : 0, rows.label(row));
        }
    }

    private static float median(int count) {
        double[] known = IntStream.range(0, count).filter(row -> row % 7 != 3).mapToDouble(row -> row * 0.25).toArray();
        return (float) (known.length % 2 == 1 ? known[known.length / 2]
                : (known[known.length / 2 - 1] + known[known.length / 2]) / 2);
    }

    private static void passenger(Group row, int i) {
        row.append("id", 1_000_000_000_000L + i);
        if (i % 7 != 3) {
            row.append("age", i * 0.25);
        }
        row.append("fare", i * 1.5f);
        if (i % 5 != 2) {
            row.append("port", List.of("C", "Q", "S").get(i % 3));
        }
        row.append("child", i % 2 == 1).append("fate", i % 4 == 0 ? "saved" : "lost");
    }

    @Test
    void severalGroupsOfRowsAreOneTable() throws IOException {
        Path file = new ParquetFiles(TABLE).smallGroups().write(data(), 1000, ParquetTest::passenger);
        Rows rows = rows(file, OPTIONS);
        assertEquals(1000, rows.count());
        assertEquals(999 * 1.5f, Opened.features(rows, 999)[1]);
    }

    @Test
    void numbersOfAllTypesAreNumbers() throws IOException {
        Path file = new ParquetFiles("required int32 a; required int32 b (UINT_32); required int64 c (DECIMAL(9,2));"
                + " required binary d (DECIMAL(20,3)); required fixed_len_byte_array(2) e (FLOAT16); required int32 f (DATE);"
                + " required boolean g; required fixed_len_byte_array(3) h (DECIMAL(5,1)); required int64 i (UINT_64); required int32 y;")
                .write(data(), 2, (row, i) -> row.append("a", -5).append("b", -1).append("c", -12345L)
                        .append("d", Binary.fromConstantByteArray(new BigDecimal("1234567.125").unscaledValue().toByteArray()))
                        .append("e", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xc5})).append("f", 19_000)
                        .append("g", true).append("h", Binary.fromConstantByteArray(new byte[] {-1, -1, -15}))
                        .append("i", -1L).append("y", i));
        assertArrayEquals(new float[] {-5, 4294967295f, -123.45f, 1234567.125f, -5, 19_000, 1, -1.5f, 1.8446744e19f},
                Opened.features(rows(file, Map.of()), 0));
    }

    @Test
    void labelsOfAllTypesAreClasses() throws IOException {
        Path truths = new ParquetFiles("required int32 a; required boolean y;").write(data(), 3,
                (row, i) -> row.append("a", i).append("y", i == 1));
        assertEquals(List.of("false", "true"), rows(truths, Map.of()).classNames());
        Path floats = new ParquetFiles("required int32 a; required double y;").write(data(), 5,
                (row, i) -> row.append("a", i).append("y", (double) i));
        assertEquals(List.of("0", "1", "2", "3", "4"), rows(floats, Map.of()).classNames());
        assertEquals(3, rows(floats, Map.of()).label(3));
        Path numbers = new ParquetFiles("required int32 a; required int32 y;").write(data(), 3,
                (row, i) -> row.append("a", i).append("y", i - 1));
        float[] target = new float[1];
        rows(numbers, Map.of("regression", true)).targets(2, target, 0);
        assertEquals(1, target[0]);
    }

    @Test
    void notANumberIsMissing() throws IOException {
        Path file = new ParquetFiles("required float a; required int32 y;").write(data(), 3,
                (row, i) -> row.append("a", i == 1 ? Float.NaN : i).append("y", i));
        assertArrayEquals(new float[] {1}, Opened.features(rows(file, Map.of("fill", List.of("mean"))), 1));
        assertProblem(file, Map.of(), "row 1, column 0 (a): the cell is empty, and a number is needed");
        Path infinite = new ParquetFiles("required double a; required int32 y;").write(data(), 3,
                (row, i) -> row.append("a", i == 1 ? Double.NEGATIVE_INFINITY : i).append("y", i));
        assertProblem(infinite, Map.of(), "row 1, column 0 (a): '-Infinity' is no number");
    }

    @Test
    void aNumberCanMeanThatSomethingIsMissing() throws IOException {
        Path file = new ParquetFiles("required int32 a; required int32 y;").write(data(), 3,
                (row, i) -> row.append("a", i == 1 ? -999 : i).append("y", i));
        assertArrayEquals(new float[] {1},
                Opened.features(rows(file, Map.of("missing", List.of("-999"), "fill", List.of("median"))), 1));
    }

    @Test
    void nestedColumnsAreRefusedByNameUnlessTheyAreLeftOut() throws IOException {
        Path file = new ParquetFiles(
                "required int32 a; optional group tags (LIST) { repeated group list { required int32 element; } }"
                        + " repeated int32 more; required int96 stamp; required binary raw (BSON); required int32 y;")
                .write(data(), 2,
                        (row, i) -> row.append("a", i).append("stamp", Binary.fromConstantByteArray(new byte[12]))
                                .append("raw", "x").append("y", i));
        assertProblem(file, Map.of(), "column 'tags': it has nested values");
        assertProblem(file, Map.of("ignore", List.of("tags")), "column 'more': it has nested values");
        assertProblem(file, Map.of("ignore", List.of("tags", "more")), "column 'stamp': it has time stamps of 96 bits");
        assertProblem(file, Map.of("ignore", List.of("tags", "more", "stamp")), "column 'raw': it has bytes that are neither");
        Rows rows = rows(file, Map.of("ignore", List.of("tags", "more", "stamp", "raw")));
        assertArrayEquals(new float[] {1}, Opened.features(rows, 1));
    }

    @Test
    void textsThatAreNoneAreRefused() throws IOException {
        Path file = new ParquetFiles("required int32 a; required binary y;").write(data(), 3, (row, i) -> row.append("a", i)
                .append("y", Binary.fromConstantByteArray(i == 2 ? new byte[] {'a', (byte) 0xe9} : new byte[] {'b'})));
        assertProblem(file, Map.of(), "row 2, column 'y': the bytes are no text in UTF-8");
    }

    @Test
    void aModelFindsColumnsByTheirNames() throws IOException {
        Path file = new ParquetFiles(TABLE).write(data(), 100, ParquetTest::passenger);
        Rows training = rows(file, OPTIONS);
        Path other =
                new ParquetFiles("required binary port (UTF8); required boolean child; required int32 fare; required int64 id;"
                        + " optional float age;").write(folder.resolve("new.parquet"), 50,
                                (row, i) -> row.append("port", "Q")
                                        .append("child", true).append("fare", 3).append("id", 7L + i));
        Rows rows = predicted(InputFile.of(other), training.meaning().orElseThrow(), 20);
        assertEquals(20, rows.count());
        assertEquals("26", rows.id(19).orElseThrow());
        assertTrue(rows.outputs().isEmpty());
        assertArrayEquals(new float[] {median(100), 3, 0, 1, 0, 1}, Opened.features(rows, 4));
        try (InputStream in = Files.newInputStream(other)) {
            assertEquals(50, predicted(InputFile.of("stream.parquet", in), training.meaning().orElseThrow(), 100).count());
        }
        Path unknown =
                new ParquetFiles("required binary port (UTF8); required boolean child; required int32 far; required int64 id;"
                        + " optional float age;").write(folder.resolve("new.parquet"), 1,
                                (row, i) -> row.append("port", "Q")
                                        .append("child", true).append("far", 3).append("id", 7L));
        String problem = assertThrows(InputException.class,
                () -> predicted(InputFile.of(unknown), training.meaning().orElseThrow(), 20)).getMessage();
        assertTrue(problem.contains("missing: fare; not known: far"), problem);
    }

    @Test
    void aCategoryThatTrainingDidNotSeeIsRefusedWithItsRow() throws IOException {
        Rows training = rows(new ParquetFiles(TABLE).write(data(), 100, ParquetTest::passenger), OPTIONS);
        Path other = new ParquetFiles(TABLE).write(folder.resolve("new.parquet"), 10,
                (row, i) -> row.append("id", 0L).append("fare", 0f)
                        .append("port", i == 8 ? "X" : "C").append("child", false).append("fate", "lost"));
        String problem = assertThrows(InputException.class,
                () -> predicted(InputFile.of(other), training.meaning().orElseThrow(), 20)).getMessage();
        assertTrue(problem.contains("row 8, column 3 (port): there is no category 'X' in the training rows"), problem);
    }

    @Test
    void aTestFileMeansWhatTheTrainingFileMeans() throws IOException {
        new ParquetFiles(TABLE).write(data(), 100, ParquetTest::passenger);
        new ParquetFiles(TABLE).write(folder.resolve("test.parquet"), 10, ParquetTest::passenger);
        Map<String, Object> options = new HashMap<>(OPTIONS);
        options.put("test_file", "test.parquet");
        Rows test = source(options).open(() -> List.of(folder)).testRows().orElseThrow();
        assertEquals(10, test.count());
        assertEquals(median(100), Opened.features(test, 3)[0]);
    }

    @Test
    void theFirstRowsOfATableAreReadAlone() throws IOException {
        Rows training = rows(new ParquetFiles(TABLE).write(data(), 100, ParquetTest::passenger), OPTIONS);
        DataSource source = source(OPTIONS);
        assertEquals(4, source.open(Opened.context(folder, training.meaning().orElseThrow(), true, 4)).trainingRows().count());
    }

    @Test
    void whatIsNoParquetIsRefused() throws IOException {
        Files.writeString(data(), "a,b\n1,2\n");
        assertProblem(data(), Map.of(), "this is no Parquet file: it does not begin with PAR1");
        Files.writeString(data(), "PA");
        assertProblem(data(), Map.of(), "this is no Parquet file");
        Files.writeString(data(), "PAR1........PARE");
        assertProblem(data(), Map.of(), "the Parquet file is encrypted");
        Files.writeString(data(), "PAR1PAR1");
        assertProblem(data(), Map.of(), "the Parquet file is damaged or cut off: its end is missing");
        Path empty = new ParquetFiles("required int32 a; required int32 y;").write(data(), 0, (row, i) -> {});
        assertProblem(empty, Map.of(), "the file holds no rows");
        assertEquals(Optional.empty(), source(Map.of()).read(InputFile.of(folder.resolve("x.csv")),
                Opened.context(folder, Meaning.of(false, List.of()), false, 1)));
    }

    private Path data() {
        return folder.resolve("data.parquet");
    }

    private void assertProblem(Path file, Map<String, ?> options, String expected) {
        InputException problem = assertThrows(InputException.class, () -> rows(file, options));
        assertTrue(problem.getMessage().startsWith(file.toString()), problem.getMessage());
        assertTrue(problem.getMessage().contains(expected), problem.getMessage());
    }

    private Rows rows(Path file, Map<String, ?> options) throws IOException {
        Map<String, Object> all = new HashMap<>(options);
        all.put("file", file.toString());
        return source(all).open(() -> List.of(folder)).trainingRows();
    }

    private Rows predicted(InputFile file, Meaning meaning, int most) throws IOException {
        return source(OPTIONS).read(file, Opened.context(folder, meaning, false, most)).orElseThrow();
    }

    static DataSource source(Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.putIfAbsent("file", "data.parquet");
        return (DataSource) TechniqueType.of(Parquet.class).create(all);
    }
}
