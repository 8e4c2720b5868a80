package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.idx.Idx;
import org.fascicle.testing.Described;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    private static final int[] PIXELS = {0, 1, 2, 255, 128, 3, 4, 5, 6, 7, 8, 9};

    @TempDir
    private Path folder;

    @BeforeEach
    void threeImagesOfTwoByTwo() throws IOException {
        IdxBytes.unsigned(new int[] {3, 2, 2}, PIXELS).write(folder.resolve("images"));
        IdxBytes.unsigned(new int[] {3}, 1, 0, 4).write(folder.resolve("labels"));
    }

    @Test
    void whatIsNoNumberIsRefusedWithItsRow() throws IOException {
        IdxBytes.header(0x0D, 2, 2).floats(0.5f, -2, 1, Float.NaN).write(folder.resolve("floats"));
        IdxBytes.header(0x0C, 2).ints(0, 1).write(folder.resolve("ints"));
        String message = assertThrows(InputException.class, () -> open("floats", "ints")).getMessage();
        assertTrue(message.contains("floats: at row 1: the feature 1 is NaN"), message);
    }

    @Test
    void plainFilesAreRead() throws IOException {
        Rows rows = open("images", "labels").trainingRows();
        assertEquals(3, rows.count());
        assertEquals(Shape.of(2, 2), rows.shape());
        assertEquals(5, rows.classes());
        assertEquals(255, rows.unit());
        assertArrayEquals(new float[] {-1, 0, 1, 2, 255, -1}, features(rows, 0), 0);
        assertArrayEquals(new float[] {-1, 128, 3, 4, 5, -1}, features(rows, 1), 0);
        assertEquals(List.of(1, 0, 4), List.of(rows.label(0), rows.label(1), rows.label(2)));
    }

    @Test
    void gzippedFilesAreKnownByTheirFirstBytes() throws IOException {
        IdxBytes.unsigned(new int[] {3, 2, 2}, PIXELS).zip(folder.resolve("images"));
        assertArrayEquals(new float[] {-1, 6, 7, 8, 9, -1}, features(open("images", "labels").trainingRows(), 2), 0);
    }

    @Test
    void otherTypesAreRead() throws IOException {
        IdxBytes.header(0x0D, 2, 1).floats(0.5f, -2).write(folder.resolve("floats"));
        IdxBytes.header(0x0C, 2).ints(0, 300).write(folder.resolve("ints"));
        Rows rows = open("floats", "ints").trainingRows();
        assertArrayEquals(new float[] {-1, -2, -1}, features(rows, 1), 0);
        assertEquals(300, rows.label(1));
        assertEquals(1, rows.unit());
        IdxBytes.header(0x09, 2, 1).bytes(-1, 127).write(folder.resolve("signed"));
        assertArrayEquals(new float[] {-1, -1, -1}, features(open("signed", "ints").trainingRows(), 0), 0);
    }

    @Test
    void testRowsHaveTheTrainingRowsClasses() throws IOException {
        IdxBytes.unsigned(new int[] {1, 2, 2}, 1, 2, 3, 4).write(folder.resolve("more"));
        IdxBytes.unsigned(new int[] {1}, 2).write(folder.resolve("fits"));
        IdxBytes.unsigned(new int[] {1}, 5).write(folder.resolve("beyond"));
        Data data = source(Map.of("images", "images", "labels", "labels", "test_images", "more", "test_labels", "fits"))
                .open(() -> List.of(folder));
        assertEquals(5, data.testRows().orElseThrow().classes());
        String message = problem(Map.of("images", "images", "labels", "labels", "test_images", "more", "test_labels",
                "beyond"));
        assertEquals(folder.resolve("beyond") + ": at row 0: the label 5 is outside the classes, which are 0 to 4", message);
    }

    @Test
    void labelsBeyondTheGivenClassesAreRefused() {
        String message = problem(Map.of("images", "images", "labels", "labels", "classes", 4));
        assertEquals(folder.resolve("labels") + ": at row 2: the label 4 is outside the classes, which are 0 to 3", message);
    }

    @Test
    void negativeLabelsAreRefused() throws IOException {
        IdxBytes.header(0x09, 3).bytes(0, -1, 1).write(folder.resolve("labels"));
        assertTrue(problem().contains("at row 1: the label -1 is outside the classes, which are counted from 0"), problem());
    }

    @Test
    void aTruncatedFileSaysWhatIsMissing() throws IOException {
        byte[] whole = IdxBytes.unsigned(new int[] {3, 2, 2}, PIXELS).array();
        Files.write(folder.resolve("images"), Arrays.copyOf(whole, whole.length - 5));
        assertEquals(folder.resolve("images")
                + ": the file is truncated: unsigned byte [3, 2, 2] needs 12 bytes of data, 7 are "
                + "there. Fetch it again, or name another file", problem());
        Files.write(folder.resolve("images"), Arrays.copyOf(whole, 9));
        assertTrue(problem().contains("truncated: 3 axes need 12 bytes of header, 5 are there"), problem());
        Files.write(folder.resolve("images"), Arrays.copyOf(whole, 3));
        assertTrue(problem().contains("truncated: an IDX file starts with 4 bytes, 3 are there"), problem());
        Files.write(folder.resolve("images"), new byte[0]);
        assertTrue(problem().contains("4 bytes, 0 are there"), problem());
    }

    @Test
    void aTruncatedGzipSaysWhatIsMissing() throws IOException {
        int[] noise = new Random(7).ints(40_000, 0, 256).toArray();
        byte[] zipped = IdxBytes.zipped(IdxBytes.unsigned(new int[] {10_000, 2, 2}, noise).array());
        Files.write(folder.resolve("images"), Arrays.copyOf(zipped, zipped.length / 2));
        String message = problem();
        assertTrue(message.contains("truncated: unsigned byte [10000, 2, 2] needs 40000 bytes of data, "), message);
        Files.write(folder.resolve("images"), Arrays.copyOf(zipped, 6));
        assertTrue(problem().contains("the gzip file is damaged or cut off"), problem());
    }

    @Test
    void aHeaderThatPromisesTooMuchNeedsNoMemory() throws IOException {
        IdxBytes.header(0x08, 2_000_000_000).bytes(1, 2, 3).write(folder.resolve("images"));
        assertTrue(problem().contains("needs 2000000000 bytes of data, 3 are there"), problem());
        IdxBytes.header(0x0E, 2_000_000_000, 1000).write(folder.resolve("images"));
        assertTrue(problem().contains("more than 2 GiB"), problem());
        IdxBytes.header(0x08, 3, 0, 2).write(folder.resolve("images"));
        assertTrue(problem().contains("which is empty"), problem());
    }

    @Test
    void bytesBehindTheDataAreRefused() throws IOException {
        IdxBytes.unsigned(new int[] {3, 2, 2}, PIXELS).bytes(1).write(folder.resolve("images"));
        assertTrue(problem().contains("needs 12 bytes of data, and the file has more"), problem());
    }

    @Test
    void filesOfAnotherFormatAreRefused() throws IOException {
        Files.writeString(folder.resolve("images"), "P6 28 28 255");
        assertTrue(problem().contains("this is no IDX file: it starts with 50 36 20 32"), problem());
        IdxBytes.header(0x0A, 3).write(folder.resolve("images"));
        assertTrue(problem().contains("this is no IDX file: it starts with 00 00 0a 01"), problem());
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws IOException {
        IdxBytes.unsigned(new int[] {2}, 1, 0).write(folder.resolve("labels"));
        assertTrue(problem().contains("there are 2 labels for the 3 rows of"), problem());
        assertTrue(problem(Map.of("images", "labels", "labels", "images")).contains("labels are one whole number a row"));
        IdxBytes.header(0x0D, 3).floats(0, 1, 2).write(folder.resolve("labels"));
        assertTrue(problem().contains("labels are one whole number a row"), problem());
    }

    @Test
    void aMissingFileSaysWhereItWasLookedFor() {
        String message = problem(Map.of("images", "imagse", "labels", "labels"));
        assertEquals("imagse: there is no such file in " + folder
                + ". Name the folder that holds it with --data, or give an "
                + "absolute path", message);
        String absolute = folder.resolve("nothing").toString();
        assertEquals(absolute + ": there is no such file", problem(Map.of("images", absolute, "labels", "labels")));
    }

    @Test
    void anAbsolutePathNeedsNoFolder() throws IOException {
        DataSource source = source(Map.of("images", folder.resolve("images").toString(), "labels",
                folder.resolve("labels").toString()));
        assertEquals(3, source.open(List::of).trainingRows().count());
    }

    @Test
    void optionsAndName() {
        assertEquals("data idx", Described.identity(Idx.class));
        assertEquals(List.of("images: a text", "labels: a text", "test_images: a text = null", "test_labels: a text = null",
                "classes: a whole number in [1,inf) = null"), Described.options(Idx.class));
        assertThrows(OptionException.class,
                () -> source(Map.of("images", "images", "labels", "labels", "test_images", "images")));
    }

    private Data open(String images, String labels) throws IOException {
        return source(Map.of("images", images, "labels", labels)).open(() -> List.of(folder));
    }

    private String problem() {
        return problem(Map.of("images", "images", "labels", "labels"));
    }

    private String problem(Map<String, ?> options) {
        return assertThrows(InputException.class, () -> source(options).open(() -> List.of(folder))).getMessage();
    }

    private static DataSource source(Map<String, ?> options) {
        return (DataSource) TechniqueType.of(Idx.class).create(new HashMap<>(options));
    }

    /** A row's features with what lies before and behind them in the array. */
    private static float[] features(Rows rows, int row) {
        float[] into = new float[(int) rows.shape().size() + 2];
        Arrays.fill(into, -1);
        rows.features(row, into, 1);
        return into;
    }
}
