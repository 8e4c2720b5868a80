package org.fascicle.data;

import static org.fascicle.data.Opened.features;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that a column divides, and what is fitted on those that are trained on. */
class CsvSplitTest {
    private static final String TABLE =
            "x,port,part,y\n1,a,train,0\n,a,train,1\n5,,valid,0\n100,b,valid,1\n200,b,test,0\n3,a,train,1\n";

    @TempDir
    private Path folder;

    @Test
    void aColumnSaysWhatRowsAreFor() throws IOException {
        Data data = open(TABLE, "part", Map.of("fill", List.of("0", "port=a"), "categorical", List.of("port")));
        assertEquals(3, data.trainingRows().count());
        Rows validation = (Rows) data.validation().orElseThrow();
        assertEquals(2, validation.count());
        assertArrayEquals(new float[] {5, 1, 0}, features(validation, 0));
        assertEquals(1, validation.label(1));
        assertEquals(1, data.testRows().orElseThrow().count());
        assertArrayEquals(new float[] {200, 0, 1}, features(data.testRows().orElseThrow(), 0));
        assertEquals(1, data.trainingRows().label(2));
        assertEquals(Role.SPLIT, data.training().meaning().orElseThrow().columns().get(2).role());
    }

    @ParameterizedTest
    @CsvSource({"valid, train", "validation, training", "VALIDATE, TRAIN", "val, Train", "true, false", "1, 0", "1.0, 0.0"})
    void wordsForParts(String valid, String train) throws IOException {
        Data data = open("x,part,y\n1," + train + ",0\n2," + valid + ",1\n3," + train + ",0\n", "part", Map.of());
        assertEquals(2, data.trainingRows().count());
        assertEquals(1, ((Rows) data.validation().orElseThrow()).label(0));
        assertTrue(data.test().isEmpty());
    }

    @Test
    void otherWordsAreRefused() {
        String table = "x,part,y\n1,train,0\n2,dev,1\n3,valid,0\n";
        assertEquals("'dev' does not say what the row is for; the column has: train, dev, valid",
                problem(table, "part").problem());
        assertEquals("line 3, column 1 (part)", problem(table, "part").pointer());
        assertEquals("no row of the column is valid; the column has: train",
                problem(table.replace("dev", "train").replace("valid",
                        "train"), "part").problem());
        assertTrue(problem(table.replace("dev", ""), "part").getMessage().contains("the cell is empty, and does not say"));
        assertTrue(problem(table, "party").getMessage().contains("there is no column 'party'"));
        assertTrue(problem(table, "y").getMessage().contains("the column 'y' is named twice"));
    }

    // Means of all rows would be 61.8, of all that are trained on 2.
    @ParameterizedTest
    @CsvSource({"mean, 2", "median, 2", "most_frequent, 1", "7, 7"})
    void fillValuesAreFittedOnTheRowsThatAreTrainedOn(String rule, float expected) throws IOException {
        Map<String, ?> options = Map.of("fill", List.of(rule, "port=most_frequent"), "categorical", List.of("port"));
        Data data = open(TABLE, "part", options);
        assertArrayEquals(new float[] {expected, 1, 0}, features(data.trainingRows(), 1));
        assertArrayEquals(new float[] {5, 1, 0}, features((Rows) data.validation().orElseThrow(), 0));
        Meaning meaning = data.training().meaning().orElseThrow();
        assertEquals(expected, Float.parseFloat(meaning.columns().get(0).fill().orElseThrow()));
        assertEquals(Optional.of("a"), meaning.columns().get(1).fill());
        // The rows that the platform says are trained on: the first, the second, the last.
        Data cut = open(TABLE, null, Map.of("fill", List.of(rule, "port=most_frequent"), "categorical", List.of("port"), "ignore",
                List.of("part")), row -> row < 2 || row == 5, null);
        assertArrayEquals(new float[] {expected, 1, 0}, features(cut.trainingRows(), 1));
    }

    @Test
    void theFirstLineThatTurnsOutToBeARowIsTrainedOn() throws IOException {
        Data data = open("1,0\n,1\n9,0\n9,1\n", null, Map.of("fill", List.of("mean")), row -> row < 2, null);
        assertArrayEquals(new float[] {1}, features(data.trainingRows(), 1));
    }

    @Test
    void aColumnThatIsMissingInAllRowsThatAreTrainedOnIsRefused() {
        assertTrue(assertThrows(InputException.class, () -> open("x,z,y\n,1,0\n,2,1\n3,3,0\n", null, Map.of("fill",
                List.of("mean")), row -> row < 2, null)).getMessage()
                .contains("every cell of the column 'x' is missing in the rows"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x,part,y\n1,valid,0\n2,train,1\n", "part,y,x\nvalid,0,1\ntrain,1,2\n"})
    void aModelThatKnowsTheColumnsDividesRowsAgain(String again) throws IOException {
        Meaning meaning = open("x,part,y\n1,valid,0\n2,train,1\n", "part", Map.of("label", List.of("y"))).training().meaning()
                .orElseThrow();
        Data data = open(again, "part", Map.of("label", List.of("y")), row -> true, meaning);
        assertArrayEquals(new float[] {2}, features(data.trainingRows(), 0));
        assertArrayEquals(new float[] {1}, features((Rows) data.validation().orElseThrow(), 0));
        Rows undivided = open("x,y\n1,0\n2,1\n", null, Map.of("label", List.of("y")), row -> true, meaning).trainingRows();
        assertEquals(2, undivided.count());
        assertEquals(2, open(again, null, Map.of("label", List.of("y")), row -> true, meaning).trainingRows().count());
        assertEquals(List.of("x"), names(meaning.columns(Role.FEATURE)));
    }

    @Test
    void rowsKnowTheirLines() throws IOException {
        Rows rows = open("x,y\n1,0\n\n\"2\",1\n3,0\n4,\"1\"\n", null, Map.of()).trainingRows();
        assertEquals(List.of(2, 4, 5, 6), List.of(line(rows, 0), line(rows, 1), line(rows, 2), line(rows, 3)));
        Rows late = open("1,0\n,1\n9,0\n9,1\n", null, Map.of("fill", List.of("0"))).trainingRows();
        assertEquals(List.of(1, 2, 4), List.of(line(late, 0), line(late, 1), line(late, 3)));
    }

    private int line(Rows rows, int row) {
        String place = rows.place(row).orElseThrow();
        assertTrue(place.startsWith(folder.resolve("data.csv") + ", line "), place);
        return Integer.parseInt(place.substring(place.lastIndexOf(' ') + 1));
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private InputException problem(String table, String column) {
        return assertThrows(InputException.class, () -> open(table, column, Map.of()));
    }

    private Data open(String table, @Nullable String column, Map<String, ?> options) throws IOException {
        return open(table, column, options, row -> true, null);
    }

    private Data open(String table, @Nullable String column, Map<String, ?> options, IntPredicate trained,
            @Nullable Meaning meaning) throws IOException {
        Files.writeString(folder.resolve("data.csv"), table);
        return Opened.source(options).open(new DataContext() {
            @Override
            public List<Path> folders() {
                return List.of(folder);
            }

            @Override
            public Optional<String> splitColumn() {
                return Optional.ofNullable(column);
            }

            @Override
            public Optional<Meaning> meaning() {
                return Optional.ofNullable(meaning);
            }

            @Override
            public IntPredicate trained(Rows rows) {
                return trained;
            }
        });
    }
}
