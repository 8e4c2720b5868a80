package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.csv.Csv;
import org.fascicle.testing.Described;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final String IRIS = "sepal,petal,species\n5.1,1.4,setosa\n6.3,6.0,virginica\n5.8,-.5e1,setosa\n";

    @TempDir
    private Path folder;

    @Test
    void textsAreClassesInTheirOrder() throws IOException {
        Rows rows = open(IRIS, Map.of()).trainingRows();
        assertEquals(3, rows.count());
        assertEquals(2, rows.classes());
        assertEquals(Shape.of(2), rows.shape());
        assertArrayEquals(new float[] {6.3f, 6}, features(rows, 1), 0);
        assertArrayEquals(new float[] {5.8f, -5}, features(rows, 2), 0);
        assertEquals(List.of(0, 1, 0), List.of(rows.label(0), rows.label(1), rows.label(2)));
    }

    @Test
    void wholeNumbersAreClassesThemselves() throws IOException {
        Rows rows = open("0,1.5,2\n3,2.5,1\n", Map.of("label", List.of("0"))).trainingRows();
        assertEquals(4, rows.classes());
        assertEquals(3, rows.label(1));
        assertArrayEquals(new float[] {2.5f, 1}, features(rows, 1), 0);
        assertEquals(6, open("0,1.5,2\n3,2.5,1\n", Map.of("label", List.of("-3"), "classes", 6)).trainingRows().classes());
    }

    @Test
    void aColumnIsNamedOrCounted() throws IOException {
        String text = "7,class,x\n1,a,2\n3,b,4\n";
        assertEquals(2, open(text, Map.of("label", List.of("class"), "header", true)).trainingRows().classes());
        assertEquals(2, open(text, Map.of("label", List.of("1"), "header", true)).trainingRows().classes());
        assertEquals(4, open(text.replace('a', '0').replace('b', '1'), Map.of("label", List.of("7"), "header", true))
                .trainingRows().classes());
    }

    @Test
    void numbersToPredictAreTargets() throws IOException {
        Rows rows = open("size;price\n50;1.5\n80;-2\n", Map.of("separator", ";", "regression", true)).trainingRows();
        assertEquals(0, rows.classes());
        float[] target = new float[3];
        rows.targets(1, target, 1);
        assertArrayEquals(new float[] {0, -2, 0}, target, 0);
        assertEquals(Shape.scalar(), rows.targetShape());
    }

    @Test
    void quotesSpacesBomAndGzipAreUnderstood() throws IOException {
        String text = "\uFEFF\"a \"\"b\"\"\",label\r\n 1 ,\"x, y\"\r\n\r\n\"2\", z \r\n";
        Files.write(folder.resolve("data.csv"), IdxBytes.zipped(text.getBytes(StandardCharsets.UTF_8)));
        Rows rows = source(Map.of("label", List.of("label"))).open(() -> List.of(folder)).trainingRows();
        assertEquals(2, rows.count());
        assertArrayEquals(new float[] {2}, features(rows, 1), 0);
        assertEquals(1, rows.label(1));
    }

    @Test
    void aBadCellIsNamed() {
        assertEquals(folder.resolve("data.csv") + ": at line 3, column 1 (petal): '6,0' is no number."
                + " If the comma stands before fractions, say \"decimal\": \",\". If the column has categories, say"
                + " \"categorical\": [\"petal\"]; if the cell means that something is missing, \"missing\": [\"6,0\"] and \"fill\"",
                problem(IRIS.replace("6.0", "\"6,0\""), Map.of()));
        assertTrue(problem("1,2,0\nabc,2,0\n", Map.of())
                .startsWith(folder.resolve("data.csv") + ": at line 2, column 0: 'abc' is no number. If the column"));
        assertTrue(problem(IRIS.replace("6.0", " "), Map.of()).contains("line 3, column 1 (petal): the cell is empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1e400", "1f", "0x1p3", "1,", "--1", "."})
    void whatIsNoFiniteDecimalNumberIsABadCell(String cell) {
        String message = problem("1;2;0\n" + cell + ";2;0\n", Map.of("separator", ";"));
        assertTrue(message.contains("at line 2, column 0: '" + cell + "' is no number"), message);
    }

    @Test
    void aBadLabelIsNamed() {
        String message = problem("1,2,0\n1,2,1x\n", Map.of());
        assertTrue(message.contains("at line 2, column 2: '1x' is no class: the labels are whole numbers"), message);
        assertTrue(problem("1,2,0\n1,2,1.5\n", Map.of()).contains("set regression to true"));
        assertTrue(problem("1,2,0\n1,2,7\n", Map.of("classes", 3))
                .contains("at line 2, column 2: the label 7 is outside the classes"));
        assertTrue(problem(IRIS, Map.of("classes", 1))
                .contains("line 3, column 2 (species): 'virginica' is one class more than the 1"));
        assertTrue(problem("1,2,x\n", Map.of("regression", true, "header", false)).contains("column 2: 'x' is no number"));
    }

    @Test
    void linesOfAnotherLengthAreNamed() {
        String message = problem("1,2,0\n1,2\n", Map.of());
        assertEquals(folder.resolve("data.csv") + ": at line 2: 2 cells, where the lines before have 3."
                + " A cell with the delimiter in it stands in quotation marks", message);
        assertTrue(problem("1,2,0\n\n1,2,0,0\n", Map.of()).contains("at line 3: 4 cells"));
    }

    @Test
    void aColumnThatIsNotThereIsRefused() {
        String message = problem(IRIS, Map.of("label", List.of("specis")));
        assertTrue(message.contains("there is no column 'specis'; the columns are sepal, petal, species"), message);
        assertTrue(message.contains("Did you mean 'species'?"), message);
        assertTrue(problem("1,2\n", Map.of("label", List.of("2"))).contains("there is no column 2; the columns are 0 to 1"));
        assertTrue(problem("1,2\n", Map.of("label", List.of("y"))).contains("there is no column 'y'; the columns are 1, 2"));
        assertTrue(problem("1\n2\n", Map.of()).contains("one column only"));
    }

    @Test
    void filesWithoutRowsAreRefused() {
        assertTrue(problem("", Map.of()).contains("the file holds no rows"));
        assertTrue(problem("a,b\n", Map.of()).contains("the file holds no rows"));
        String message = problem("1,2\n\"3," + "4\n".repeat(8_500_000), Map.of());
        assertTrue(message.contains("this is no CSV"), message);
    }

    @Test
    void aDamagedGzipIsNamed() throws IOException {
        byte[] zipped = IdxBytes.zipped("1,2,0\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("data.csv"), Arrays.copyOf(zipped, zipped.length - 12));
        String message = assertThrows(InputException.class, () -> source(Map.of()).open(() -> List.of(folder))).getMessage();
        assertTrue(message.contains("the gzip file is damaged or cut off"), message);
    }

    @Test
    void testRowsHaveTheTrainingRowsColumnsAndClasses() throws IOException {
        Files.writeString(folder.resolve("test.csv"), "sepal,petal,species\n1,2,virginica\n");
        Data data = open(IRIS, Map.of("test_file", "test.csv"));
        assertEquals(1, data.testRows().orElseThrow().label(0));
        Files.writeString(folder.resolve("test.csv"), "sepal,petal,species\n1,2,virginicas\n");
        String message = problem(IRIS, Map.of("test_file", "test.csv"));
        assertTrue(message.contains("line 2, column 2 (species): there is no class 'virginicas' in the training rows"),
                message);
        assertTrue(message.contains("Did you mean 'virginica'?"), message);
        Files.writeString(folder.resolve("test.csv"), "petal,species,sepal\n1,virginica,2\n");
        Rows test = open(IRIS, Map.of("test_file", "test.csv")).testRows().orElseThrow();
        assertArrayEquals(new float[] {2, 1}, features(test, 0), 0);
        assertEquals(1, test.label(0));
        Files.writeString(folder.resolve("test.csv"), "petal,sepals,species\n1,2,virginica\n");
        message = problem(IRIS, Map.of("test_file", "test.csv"));
        assertTrue(message
                .contains("its columns (petal, sepals, species) are not those of the training rows (sepal, petal, species);"
                        + " missing: sepal; not known: sepals. 'sepals': Did you mean 'sepal'?"),
                message);
    }

    @Test
    void nameAndOptions() {
        assertEquals("data csv", Described.identity(Csv.class));
        assertEquals(List.of("file: a text", "test_file: a text = null", "label: a list of texts = -1",
                "regression: true or false = false", "header: true or false = null", "delimiter: a text = null",
                "separator: a text = null", "classes: a whole number in [1,inf) = null", "quote: a text = \"",
                "encoding: a text = UTF-8", "decimal: a text = .", "missing: a list of texts = ", "fill: a list of texts = ",
                "features: a list of texts = ", "ignore: a list of texts = ", "weight: a text = null", "id: a text = null",
                "categorical: a list of texts = ", "categories: one of one_hot, index = one_hot",
                "multi_label: true or false = false", "label_separator: a text = |"),
                Described.options(Csv.class));
        assertThrows(OptionException.class, () -> source(Map.of("separator", ";", "delimiter", ";")));
        assertThrows(OptionException.class, () -> source(Map.of("encoding", "UTF-9")));
        assertThrows(OptionException.class, () -> source(Map.of("decimal", ":")));
        assertThrows(OptionException.class, () -> source(Map.of("decimal", ",", "delimiter", ",")));
        assertThrows(OptionException.class, () -> source(Map.of("separator", "::")));
        assertThrows(OptionException.class, () -> source(Map.of("separator", "")));
        assertThrows(OptionException.class, () -> source(Map.of("regression", true, "classes", 2)));
    }

    private Data open(String text, Map<String, ?> options) throws IOException {
        Files.writeString(folder.resolve("data.csv"), text);
        return source(options).open(() -> List.of(folder));
    }

    private String problem(String text, Map<String, ?> options) {
        return assertThrows(InputException.class, () -> open(text, options)).getMessage();
    }

    private static DataSource source(Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("file", "data.csv");
        return (DataSource) TechniqueType.of(Csv.class).create(all);
    }

    private static float[] features(Rows rows, int row) {
        float[] into = new float[(int) rows.shape().size()];
        rows.features(row, into, 0);
        return into;
    }
}
