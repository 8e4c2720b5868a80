package org.fascicle.tests;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that are missing or damaged are refused with the file, the place in it, and what is wrong there. */
public class DataProblemTest extends PlatformTest {
    private static final String MODEL = """
            { "fascicle": 1, "data": { DATA },
              "network": [ { "flatten": {} }, { "dense": { "units": 3, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy", "metrics": [ "accuracy" ], "optimizer": "sgd",
              "training": { "epochs": 1, "batch_size": 4 } }
            """;
    private static final String CSV = Models.with(MODEL, "DATA", "\"csv\": { \"file\": \"rows.csv\" }");
    private static final String IDX = Models.with(MODEL, "DATA",
            "\"idx\": { \"images\": \"images\", \"labels\": \"labels\" }");

    @TempDir
    Path folder;

    private Settings settings() {
        return on("reference").folder(folder);
    }

    private void csv(String... lines) throws IOException {
        Files.write(folder.resolve("rows.csv"), Arrays.asList(lines));
    }

    @Test
    void goodCsvTrains() throws IOException {
        csv("a,b,class", "1,2,0", "3,4,1", "5,6,2", "7,8,0", "9,10,1");
        try (Model network = create(CSV, settings())) {
            trainTo(network, 2);
            evaluate(network, trainingRows(network));
        }
    }

    @Test
    void aMissingFileIsToldWithTheFoldersThatWereSearched() {
        assertRefused("rows.csv", () -> attempt(CSV, settings()), "no such file", folder.toString(), "--data");
        assertRefused("images", () -> attempt(IDX, settings()), "no such file", folder.toString());
    }

    @Test
    void aBadCellIsToldWithLineAndColumn() throws IOException {
        csv("a,b,class", "1,2,0", "3,x4,1");
        assertRefused(folder.resolve("rows.csv").toString(), () -> create(CSV, settings()), "line 3, column 1", "(b)",
                "'x4' is no number");
        csv("a,b,class", "1,2,0", "3,,1");
        assertRefused(null, () -> attempt(CSV, settings()), "line 3, column 1", "empty");
        csv("a,b,class", "1,2,0", "3,4,5,1");
        assertRefused(null, () -> attempt(CSV, settings()), "line 3", "4 cells", "3");
        csv("a,b,class", "1,2,0", "NaN,4,1");
        assertRefused(null, () -> attempt(CSV, settings()), "line 3, column 0", "'NaN' is no number");
    }

    @Test
    void aLabelOutsideTheClassesIsTold() throws IOException {
        csv("a,b,class", "1,2,0", "3,4,1", "5,6,3");
        String three = Models.with(CSV, "\"rows.csv\"", "\"rows.csv\", \"classes\": 3");
        assertRefused(folder.resolve("rows.csv").toString(), () -> create(three, settings()), "line 4", "label 3", "0 to 2");
        assertRefused(SOURCE, () -> attempt(CSV, settings()), "4 classes", "Give it 4 units");
        csv("a,b,class", "1,2,0", "3,4,0.5");
        assertRefused(null, () -> attempt(CSV, settings()), "line 3", "'0.5' is no class");
    }

    @Test
    void anEmptyCsvIsTold() throws IOException {
        csv();
        assertRefused(folder.resolve("rows.csv").toString(), () -> create(CSV, settings()), "no rows");
    }

    @Test
    void goodIdxTrains() throws IOException {
        idx("images", 6, 2, 2);
        idx("labels", 6);
        try (Model network = create(IDX, settings())) {
            trainTo(network, 1);
        }
    }

    @Test
    void aTruncatedIdxIsTold() throws IOException {
        byte[] images = idx("images", 6, 2, 2);
        idx("labels", 6);
        String file = folder.resolve("images").toString();
        for (int length : new int[] {0, 3, 9, 16, images.length - 1}) {
            Files.write(folder.resolve("images"), Arrays.copyOf(images, length));
            assertRefused(file, () -> attempt(IDX, settings()), "truncated");
        }
        Files.write(folder.resolve("images"), Arrays.copyOf(images, images.length + 1));
        assertRefused(file, () -> attempt(IDX, settings()), "the file has more");
    }

    @Test
    void aTruncatedGzipIsTold() throws IOException {
        byte[] images = idx("images", 60, 2, 2);
        idx("labels", 60);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(images);
        }
        String file = folder.resolve("images").toString();
        Files.write(folder.resolve("images"), Arrays.copyOf(zipped.toByteArray(), zipped.size() - 12));
        assertRefused(file, () -> attempt(IDX, settings()));
        Files.write(folder.resolve("images"), Arrays.copyOf(zipped.toByteArray(), 5));
        assertRefused(file, () -> attempt(IDX, settings()));
    }

    @Test
    void idxFilesThatDoNotBelongTogetherAreTold() throws IOException {
        idx("images", 6, 2, 2);
        idx("labels", 5);
        assertRefused(folder.resolve("labels").toString(), () -> create(IDX, settings()), "5 labels for the 6 rows");
        idx("labels", 6, 2);
        assertRefused(folder.resolve("labels").toString(), () -> create(IDX, settings()), "exchanged");
        Files.writeString(folder.resolve("images"), "P5 2 2 255 abcd");
        assertRefused(folder.resolve("images").toString(), () -> create(IDX, settings()), "no IDX file");
    }

    @Test
    void anIdxLabelOutsideTheClassesIsTold() throws IOException {
        idx("images", 6, 2, 2);
        idx("labels", 6);
        String two = Models.with(IDX, "\"labels\": \"labels\"", "\"labels\": \"labels\", \"classes\": 2");
        assertRefused(folder.resolve("labels").toString(), () -> create(two, settings()), "row 2", "label 2", "0 to 1");
    }

    /** An IDX file of bytes that count 0, 1, 2, 0, 1, 2, … */
    private byte[] idx(String name, int... extents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {0, 0, 8, (byte) extents.length});
        int size = 1;
        for (int extent : extents) {
            out.writeInt(extent);
            size *= extent;
        }
        for (int i = 0; i < size; i++) {
            out.write(i % 3);
        }
        Files.write(folder.resolve(name), bytes.toByteArray());
        return bytes.toByteArray();
    }
}
