package org.fascicle.data;

import static org.fascicle.data.Opened.features;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What columns of a CSV file are, and what becomes of their cells. */
class CsvColumnsTest {
    private static final String PEOPLE = "id,class,name,sex,age,fare,port,survived\n"
            + "p1,3,Ann,female,22,7.25,S,no\n"
            + "p2,1,\"Bo, Mr\",male,,71.5,C,yes\n"
            + "p3,3,Cy,male,26,7.5,,no\n"
            + "p4,2,Di,female,35,53.1,S,yes\n";
    private static final Map<String, Object> PEOPLE_OPTIONS = Map.of("label", List.of("survived"), "id", "id", "ignore",
            List.of("name"), "categorical", List.of("sex", "port"), "fill", List.of("median", "port=most_frequent"));

    @TempDir
    private Path folder;

    private Opened csv() {
        return new Opened(folder);
    }

    // The header.

    @Test
    void aHeaderOfDigitsIsOne() throws IOException {
        Rows rows = csv().rows("0,1,2,label\n1.5,2,3,yes\n4,5,6.5,no\n", Map.of());
        assertEquals(2, rows.count());
        assertEquals(List.of("no", "yes"), rows.classNames());
    }

    @Test
    void aFirstRowOfMissingCellsIsNoHeader() throws IOException {
        Rows rows = csv().rows("NA,NA,yes\n1,2,no\n3,4,yes\n", Map.of("missing", List.of("NA"), "fill", List.of("mean")));
        assertEquals(3, rows.count());
        assertArrayEquals(new float[] {2, 3}, features(rows, 0), 0);
        assertArrayEquals(new float[] {1, 2}, features(rows, 1), 0);
        assertEquals(1, rows.label(0));
        assertTrue(csv().problem("NA,NA,yes\n1,2,no\n3,4,yes\n", Map.of()).contains("line 1, column 0: 'NA' is no number"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0,1,2\n5,6,1\n7,8,0\n", "2019,2020,land\n5,6,x\n7,8,y\n", "1.2.3,4,0\n5,6,1\n7,8,0\n", "x,y\na,b\nc,d\n"})
    void aDoubtfulFirstLineIsRefused(String text) {
        String message = csv().problem(text, Map.of("categorical", List.of("auto")));
        assertTrue(message.contains("at line 1: it is not clear whether this line names the columns"), message);
        assertTrue(message.contains("\"header\": true"), message);
    }

    @Test
    void whatIsSaidOfTheHeaderHolds() throws IOException {
        assertEquals(3, csv().rows("0,1,2\n5,6,1\n7,8,0\n", Map.of("header", false)).count());
        Rows named = csv().rows("0,1,2\n5,6,1\n7,8,0\n", Map.of("header", true));
        assertEquals(2, named.count());
        assertEquals(List.of("0", "1", "2"), names(named.meaning().orElseThrow()));
    }

    @Test
    void anOptionThatNamesAColumnSaysThatThereIsAHeader() throws IOException {
        assertEquals(1, csv().rows("1,a\n2,x\n", Map.of("label", List.of("a"))).count());
    }

    @Test
    void namesThatAreNumbersGoBeforePlaces() throws IOException {
        Rows rows = csv().rows("label,1,0\nx,2,3\ny,4,5\nx,2,7\n", Map.of("label", List.of("0"), "regression", true,
                "categorical", List.of("label")));
        float[] target = new float[1];
        rows.targets(1, target, 0);
        assertEquals(5, target[0]);
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        assertTrue(csv().problem("a,b,a\n1,2,3\n", Map.of()).contains("at line 1: two columns are called 'a'"));
    }

    @Test
    void aColumnWithoutANameIsLeftOutOnlyIfTheFileSaysSo() throws IOException {
        String text = ",a,label\n0,5,x\n1,6,y\n";
        String message = csv().problem(text, Map.of("label", List.of("label")));
        assertTrue(message.contains("line 1, column 0: the column has no name"), message);
        assertTrue(message.contains("\"ignore\": [0]"), message);
        Rows rows = csv().rows(text, Map.of("label", List.of("label"), "ignore", List.of("0")));
        assertArrayEquals(new float[] {6}, features(rows, 1), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,label,\n1,2,x,\n3,4,y,\n", "a,b,label\n1,2,x,\n3,4,y,\n", "1,2,x,\n3,4,y,\n1,2,x,\n"})
    void aCommaAtTheEndOfLinesBeginsNoColumn(String text) throws IOException {
        Rows rows = csv().rows(text, Map.of());
        assertEquals(Shape.of(2), rows.shape());
        assertEquals(List.of("x", "y"), rows.classNames());
        assertArrayEquals(new float[] {3, 4}, features(rows, 1), 0);
    }

    @Test
    void aCellBehindACommaAtTheEndIsRefused() {
        String message = csv().problem("a,b,label,\n1,2,x,\n3,4,y,5\n", Map.of());
        assertTrue(message.contains("at line 3: there is something behind the delimiter at the end"), message);
    }

    // Labels.

    @Test
    void oneAndMinusOneAreTwoClasses() throws IOException {
        for (String text : List.of("5,1\n6,-1\n", "5,-1\n6,1\n")) {
            Rows rows = csv().rows(text, Map.of());
            assertEquals(List.of("-1", "1"), rows.classNames());
            assertEquals(text.startsWith("5,1") ? 1 : 0, rows.label(0));
        }
    }

    @Test
    void labelsWithAFractionOfZeroAreSortedAsNumbers() throws IOException {
        String text = IntStream.range(0, 12).mapToObj(i -> "5.5," + i + ".0\n").collect(Collectors.joining());
        Rows rows = csv().rows(text, Map.of());
        assertEquals(12, rows.classes());
        assertEquals("11", rows.classNames().get(11));
        assertEquals(11, rows.label(11));
        assertEquals(2, rows.label(2));
    }

    @Test
    void anEmptyLabelIsRefused() {
        assertTrue(csv().problem("1,2,x\n3,4,\n5,6,x\n", Map.of()).contains("at line 2, column 2: the label is empty"));
        assertTrue(csv().problem("a,label\n1,x\n2,\"\"\n", Map.of()).contains("at line 3, column 1 (label): the label is empty"));
    }

    @Test
    void bytesOfAnotherEncodingAreRefusedWithTheirLine() throws IOException {
        String text = "a,label\n1,Köln\n2,Kaln\n";
        Files.write(folder.resolve("data.csv"), text.getBytes(StandardCharsets.ISO_8859_1));
        String message = assertThrows(InputException.class, () -> Opened.source(Map.of()).open(() -> List.of(folder)))
                .getMessage();
        assertTrue(message.contains("data.csv: at line 2: the byte 0xf6 is no UTF-8. If the text is in another encoding"),
                message);
        Rows rows = Opened.source(Map.of("encoding", "ISO-8859-1")).open(() -> List.of(folder)).trainingRows();
        assertEquals(List.of("Kaln", "Köln"), rows.classNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkSaysTheEncoding(String encoding) throws IOException {
        Files.write(folder.resolve("data.csv"), "\uFEFFa,label\n1,ä\n2,ö\n".getBytes(encoding));
        Rows rows = Opened.source(Map.of("label", List.of("label"))).open(() -> List.of(folder)).trainingRows();
        assertEquals(List.of("ä", "ö"), rows.classNames());
        assertEquals(List.of("a", "label"), names(rows.meaning().orElseThrow()));
    }

    @Test
    void labelsThatLookLikeNumbersCanBeTexts() throws IOException {
        Rows rows = csv().rows("a,label\n1,10\n2,9\n", Map.of("label", List.of("label"), "categorical", List.of("label")));
        assertEquals(List.of("10", "9"), rows.classNames());
        assertTrue(csv().problem("a,label\n1,3\n2,x3\n", Map.of()).contains("\"categorical\": [\"label\"]"));
    }

    @Test
    void severalColumnsOfNumbersAreOneTarget() throws IOException {
        Rows rows = csv().rows("a,y,z\n1,2,3\n4,5,6\n", Map.of("label", List.of("y", "z"), "regression", true));
        assertEquals(Shape.of(2), rows.targetShape());
        float[] targets = new float[2];
        rows.targets(1, targets, 0);
        assertArrayEquals(new float[] {5, 6}, targets, 0);
    }

    @Test
    void severalColumnsOfClassesAreSeveralOutputs() throws IOException {
        Rows rows = csv().rows("a,y,z\n1,p,0\n4,q,1\n", Map.of("label", List.of("y", "z")));
        assertEquals(List.of("y", "z"), rows.outputs());
        assertEquals(List.of("p", "q"), rows.classNames("y"));
        assertEquals(1, rows.label("z", 1));
    }

    // Features.

    @Test
    void aTableOfPeople() throws IOException {
        Rows rows = csv().rows(PEOPLE, PEOPLE_OPTIONS);
        // class, sex (female, male), age, fare, port (C, S)
        assertEquals(Shape.of(7), rows.shape());
        assertArrayEquals(new float[] {3, 1, 0, 22, 7.25f, 0, 1}, features(rows, 0), 0);
        assertArrayEquals(new float[] {1, 0, 1, 26, 71.5f, 1, 0}, features(rows, 1), 0);
        assertArrayEquals(new float[] {3, 0, 1, 26, 7.5f, 0, 1}, features(rows, 2), 0);
        Meaning meaning = rows.meaning().orElseThrow();
        assertEquals(List.of(Role.ID, Role.FEATURE, Role.IGNORED, Role.FEATURE, Role.FEATURE, Role.FEATURE, Role.FEATURE,
                Role.TARGET), meaning.columns().stream().map(Column::role).collect(Collectors.toList()));
        assertEquals(Optional.of("26.0"), meaning.columns().get(4).fill());
        assertEquals(Optional.of("S"), meaning.columns().get(6).fill());
        assertEquals(List.of("no", "yes"), meaning.columns().get(7).categories());
    }

    @Test
    void categoriesCanBeIndices() throws IOException {
        Rows rows = csv().rows("a,b,label\nx,10,0\ny,9,1\nx,9.0,1\n", Map.of("categorical", List.of("a", "b"), "categories",
                "index"));
        assertArrayEquals(new float[] {0, 1}, features(rows, 0), 0);
        assertArrayEquals(new float[] {1, 0}, features(rows, 1), 0);
        assertArrayEquals(new float[] {0, 0}, features(rows, 2), 0);
        assertEquals(List.of("9", "10"), rows.meaning().orElseThrow().columns().get(1).categories());
    }

    @Test
    void columnsOfTextsAreCategoriesOnlyIfTheFileSaysSo() throws IOException {
        String text = "a,b,label\n1,2,0\n3,x,1\n5,y,1\n";
        String message = csv().problem(text, Map.of());
        assertTrue(message.contains("at line 3, column 1 (b): 'x' is no number"), message);
        message = csv().problem(text, Map.of("header", true));
        assertTrue(message.contains("\"categorical\": [\"b\"]"), message);
        Rows rows = csv().rows(text, Map.of("categorical", List.of("auto")));
        assertEquals(List.of("2", "x", "y"), rows.meaning().orElseThrow().columns().get(1).categories());
        assertArrayEquals(new float[] {3, 0, 1, 0}, features(rows, 1), 0);
    }

    @Test
    void columnsAreChosenByNameOrPlace() throws IOException {
        String text = "a,b,c,w,label\n1,2,3,0.5,x\n4,5,6,2,y\n";
        Rows rows =
                csv().rows(text, Map.of("features", List.of("c", "0"), "weight", "w", "label", List.of("-1"), "header", true));
        assertArrayEquals(new float[] {4, 6}, features(rows, 1), 0);
        assertTrue(rows.weighted());
        assertEquals(0.5f, rows.weight(0));
        assertTrue(csv().problem(text, Map.of("ignore", List.of("a"), "features", List.of("a")))
                .contains("the column 'a' is named twice: in \"features\", and as ignored"));
        assertTrue(csv().problem(text, Map.of("ignore", List.of("cc"))).contains("Did you mean 'c'?"));
        assertTrue(csv().problem(text.replace("2,y", "-2,y"), Map.of("weight", "w")).contains("the weight is -2.0"));
    }

    @Test
    void missingCellsAreRefusedUnlessSomethingStandsForThem() throws IOException {
        String text = "a,b,label\n1,2,0\n3,?,1\n5,7,1\n";
        String message = csv().problem(text, Map.of("header", true));
        assertTrue(message.contains("at line 3, column 1 (b): '?' is no number"), message);
        assertTrue(message.contains("\"missing\": [\"?\"]"), message);
        message = csv().problem(text, Map.of("header", true, "missing", List.of("?")));
        assertTrue(message.contains("the cell says that something is missing ('?'), and a number is needed"), message);
        assertTrue(message.contains("\"b=median\""), message);
        for (Map.Entry<String, Double> rule : Map.of("mean", 4.5, "median", 4.5, "most_frequent", 2.0, "-1.5", -1.5).entrySet()) {
            Rows rows = csv().rows(text, Map.of("header", true, "missing", List.of("?"), "fill", List.of(rule.getKey())));
            assertEquals(rule.getValue(), features(rows, 1)[1], 0);
            rows = csv().rows(text, Map.of("missing", List.of("?"), "fill", List.of("b=" + rule.getKey(), "77")));
            assertEquals(rule.getValue(), features(rows, 1)[1], 0);
        }
        assertTrue(csv().problem(text, Map.of("fill", List.of("c=mean"))).contains("there is no column 'c' to fill"));
        assertTrue(csv().problem(text.replace("?", ""), Map.of("fill", List.of("nothing")))
                .contains("'nothing' does not say what stands for missing cells"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "1f", "0x1p3", "NaN", "Infinity", "1_000", "٣", "1e", "e5", "+", "1,5", "--1", "1 2"})
    void whatOnlyJavaTakesIsNoNumber(String cell) {
        String message = csv().problem("a,b,label\n1,2,0\n3,\"" + cell + "\",1\n", Map.of("header", true));
        assertTrue(message.contains("at line 3, column 1 (b): '" + cell + "' is no number"), message);
    }

    @Test
    void aCommaCanStandBeforeFractions() throws IOException {
        Rows rows = csv().rows("a;b;label\n1,5;-2,25e1;0\n3;,5;1\n", Map.of("delimiter", ";", "decimal", ","));
        assertArrayEquals(new float[] {1.5f, -22.5f}, features(rows, 0), 0);
        assertArrayEquals(new float[] {3, 0.5f}, features(rows, 1), 0);
        String message = csv().problem("a;b;label\n1,5;2;0\n", Map.of("delimiter", ";", "header", true));
        assertTrue(message.contains("\"decimal\": \",\""), message);
    }

    @Test
    void otherMarksAroundAndBetweenCells() throws IOException {
        Rows rows = csv().rows("a|b|label\n'1'|2|'x|y'\n3|4|z\n", Map.of("delimiter", "|", "quote", "'"));
        assertEquals(List.of("x|y", "z"), rows.classNames());
        String message = csv().problem("a;b;label\n1;2;0\n", Map.of());
        assertTrue(message.contains("\"delimiter\": \";\""), message);
    }

    @Test
    void timeStampsStayApart() throws IOException {
        Rows rows = csv().rows("t,label\n1700000000,0\n1700000001,1\n1700000060,0\n", Map.of());
        assertArrayEquals(new float[] {-30}, features(rows, 0), 0);
        assertArrayEquals(new float[] {-29}, features(rows, 1), 0);
        assertArrayEquals(new float[] {30}, features(rows, 2), 0);
        Meaning meaning = rows.meaning().orElseThrow();
        assertEquals(1700000030, meaning.columns().get(0).origin());
        assertArrayEquals(new float[] {90}, features(csv().predicted("t\n1700000120\n", Map.of(), meaning), 0), 0);
    }

    @Test
    void pixelsAreDividedBy255() throws IOException {
        assertEquals(255, csv().rows("0,254,0\n17,3,1\n", Map.of()).unit());
        assertEquals(9.5, csv().rows("0,9.5,0\n7,3,1\n", Map.of()).unit());
        Rows negative = csv().rows("0,254,0\n-17,3,1\n", Map.of());
        String message = assertThrows(InputException.class, negative::unit).getMessage();
        assertTrue(message.contains("the column '0' cannot be divided by its largest number: it has negative ones"), message);
    }

    @Test
    void moreColumnsThanOthersCount() throws IOException {
        String text = "1,".repeat(20_000) + "0\n" + "2,".repeat(20_000) + "1\n";
        assertEquals(Shape.of(20_000), csv().rows(text, Map.of("header", false)).shape());
    }

    // The meaning that a model has.

    @Test
    void columnsAreFoundByTheirNames() throws IOException {
        Meaning meaning = csv().rows(PEOPLE, PEOPLE_OPTIONS).meaning().orElseThrow();
        Rows rows =
                csv().predicted("\uFEFFport,\"fare\",age,sex,class,id\nC,8,,male,2.0,q1\n,\"9\",40,female,3,q2\n", PEOPLE_OPTIONS,
                        meaning);
        assertArrayEquals(new float[] {2, 0, 1, 26, 8, 1, 0}, features(rows, 0), 0);
        assertArrayEquals(new float[] {3, 1, 0, 40, 9, 0, 1}, features(rows, 1), 0);
        assertEquals(Optional.of("q2"), rows.id(1));
        assertEquals(List.of(), rows.outputs());
        assertEquals(meaning, rows.meaning().orElseThrow());
    }

    @Test
    void classesAndCategoriesKeepTheirNumbers() throws IOException {
        Meaning meaning = csv().rows(PEOPLE, PEOPLE_OPTIONS).meaning().orElseThrow();
        Rows one = csv().again("id,class,name,sex,age,fare,port,survived\np9,1,X,male,1,2,S,yes\n", PEOPLE_OPTIONS, meaning);
        assertEquals(2, one.classes());
        assertEquals(1, one.label(0));
        assertArrayEquals(new float[] {1, 0, 1, 1, 2, 0, 1}, features(one, 0), 0);
    }

    @Test
    void whatDoesNotFitIsRefusedWithBothLists() throws IOException {
        Meaning meaning = csv().rows(PEOPLE, PEOPLE_OPTIONS).meaning().orElseThrow();
        String message = refused("class,sex,ages,fare,port,cabin\n3,male,1,2,S,C5\n", meaning);
        assertTrue(message.contains("its columns (class, sex, ages, fare, port, cabin) are not those of the training rows"
                + " (class, sex, age, fare, port); missing: age; not known: ages, cabin"), message);
        assertTrue(message.contains("Did you mean 'age'?"), message);
        message = refused("class,sex,age,fare,port\n3,mle,1,2,S\n", meaning);
        assertTrue(message.contains("at line 2, column 1 (sex): there is no category 'mle' in the training rows"), message);
        assertTrue(message.contains("Did you mean 'male'?"), message);
        message = refused("class,sex,age,fare,port\n3,male,1,,S\n3,male,1,x,S\n", meaning);
        assertTrue(message.contains("at line 3, column 3 (fare): 'x' is no number"), message);
        message = refused("3,male,1,2,S,4,5,6,7\n", meaning);
        assertTrue(message.contains("missing: class, sex, age, fare, port"), message);
    }

    private String refused(String text, Meaning meaning) {
        return assertThrows(InputException.class, () -> csv().predicted(text, PEOPLE_OPTIONS, meaning)).getMessage();
    }

    @Test
    void tablesWithoutNamesAreTakenByPlace() throws IOException {
        Meaning meaning = csv().rows("1,2,x\n3,4,y\n1,2,x\n", Map.of()).meaning().orElseThrow();
        assertArrayEquals(new float[] {5, 6}, features(csv().predicted("5,6\n", Map.of(), meaning), 0), 0);
        Rows labelled = csv().predicted("5,6,y\n7,8,\n", Map.of(), meaning);
        assertEquals(List.of(1, -1), List.of(labelled.label(0), labelled.label(1)));
        assertArrayEquals(new float[] {5, 6}, features(csv().predicted("h,w\n5,6\n", Map.of(), meaning), 0), 0);
        String message = assertThrows(InputException.class, () -> csv().predicted("5,6,7,8\n", Map.of(), meaning)).getMessage();
        assertTrue(message.contains("it has 4 columns, and the training rows have 3, 2 of them features"), message);
    }

    @Test
    void aFirstRowWithoutNumbersStaysARow() throws IOException {
        Map<String, Object> options = Map.of("missing", List.of("NA"), "fill", List.of("0"), "header", false);
        String text = "NA,NA,yes\n1,2,no\n";
        Meaning meaning = csv().rows(text, options).meaning().orElseThrow();
        Map<String, Object> silent = Map.of("missing", List.of("NA"), "fill", List.of("0"));
        assertEquals(2, csv().again(text, silent, meaning).count());
    }

    @Test
    void onlyTheFirstRowsAreRead() throws IOException {
        Meaning meaning = csv().rows("1,2,x\n3,4,y\n1,2,x\n", Map.of()).meaning().orElseThrow();
        assertEquals(2, csv().predicted("5,6\n7,8\nthe rest\nis no table\n", Map.of(), meaning, 2).count());
    }

    private static List<String> names(Meaning meaning) {
        return meaning.columns().stream().map(Column::name).collect(Collectors.toList());
    }

    @Test
    void formsOfColumns() throws IOException {
        Meaning meaning = csv().rows(PEOPLE, PEOPLE_OPTIONS).meaning().orElseThrow();
        assertEquals(Form.ONE_HOT, meaning.columns().get(3).form());
        assertEquals(Form.INDEX, meaning.columns().get(7).form());
        assertEquals(Form.NUMBER, meaning.columns().get(5).form());
    }
}
