package org.fascicle.data.fashionmnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.data.IdxBytes;
import org.fascicle.testing.Described;

class FashionMnistTest {
    private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

    @TempDir
    private Path empty;
    @TempDir
    private Path folder;

    @Test
    void theFirstFolderWithTheTrainingImagesCounts() throws IOException {
        small("train", 1, 9).zip(folder.resolve("train-labels-idx1-ubyte.gz"));
        small("t10k", 2).write(folder.resolve("t10k-labels-idx1-ubyte"));
        Data data = new FashionMnist().open(() -> List.of(empty, folder));
        assertEquals(2, data.trainingRows().count());
        assertEquals(10, data.trainingRows().classes());
        assertEquals(Shape.of(28, 28), data.trainingRows().shape());
        assertEquals(9, data.trainingRows().label(1));
        assertEquals(1, data.testRows().orElseThrow().count());
    }

    @Test
    void labelsAboveNineAreRefused() throws IOException {
        small("train", 10).zip(folder.resolve("train-labels-idx1-ubyte.gz"));
        String message = assertThrows(InputException.class, () -> new FashionMnist().open(() -> List.of(folder)))
                .getMessage();
        assertTrue(message.contains("at row 0: the label 10 is outside the classes, which are 0 to 9"), message);
    }

    @Test
    void aSetWithoutTestRowsIsNamedIncomplete() throws IOException {
        small("train", 1).zip(folder.resolve("train-labels-idx1-ubyte.gz"));
        String message = assertThrows(InputException.class, () -> new FashionMnist().open(() -> List.of(folder)))
                .getMessage();
        assertTrue(message.contains("there is no file t10k-images-idx3-ubyte (or t10k-images-idx3-ubyte.gz) in "
                + folder), message);
    }

    @Test
    void itsAbsenceSaysHowToGetIt() {
        String message =
                assertThrows(InputException.class, () -> FashionMnist.open(List.of(empty, folder), List::of)).getMessage();
        assertEquals("fashion_mnist: there is no file train-images-idx3-ubyte (or train-images-idx3-ubyte.gz) in " + empty
                + ", "
                + folder + ". Install Debian's package dataset-fashion-mnist, "
                + "or name the folder that holds the four files with --data", message);
    }

    @Test
    void theRealOneIsWholeWhereItIsInstalled() throws IOException {
        assumeTrue(Files.isDirectory(DEBIAN), "Debian's package is not installed");
        Data data = new FashionMnist().open(List::of);
        assertEquals(60_000, data.trainingRows().count());
        assertEquals(10_000, data.testRows().orElseThrow().count());
        // What Debian's files hold: the labels of the first rows, and 6,000 rows of each class.
        assertEquals(List.of(9, 0, 0, 3), List.of(label(data, 0), label(data, 1), label(data, 2), label(data, 3)));
        int[] classes = new int[10];
        for (int row = 0; row < 60_000; row++) {
            classes[label(data, row)]++;
        }
        for (int count : classes) {
            assertEquals(6_000, count);
        }
    }

    @Test
    void nameAndOptions() {
        assertEquals("data fashion_mnist", Described.identity(FashionMnist.class));
        assertEquals(List.of(), Described.options(FashionMnist.class));
    }

    /** Writes blank images to the folder, and gives the file of their labels. */
    private IdxBytes small(String name, int... labels) throws IOException {
        int[] blank = new int[labels.length * 28 * 28];
        IdxBytes.unsigned(new int[] {labels.length, 28, 28}, blank).zip(folder.resolve(name + "-images-idx3-ubyte.gz"));
        return IdxBytes.unsigned(new int[] {labels.length}, labels);
    }

    private static int label(Data data, int row) {
        Rows rows = data.trainingRows();
        return rows.label(row);
    }
}
