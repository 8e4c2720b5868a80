package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.OptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of several classes, or of none. */
class CsvMultiLabelTest {
    private static final String ONE = "x,tags\n1,red|blue\n2,\n3,green\n4, blue | green |blue\n";
    private static final String SEVERAL = "x,red,blue\n1,1,0\n2,0,false\n3,1.0,true\n4,No,YES\n";
    private static final Map<String, ?> LABELS = Map.of("multi_label", true, "label", List.of("red", "blue"));

    @TempDir
    private Path folder;

    @Test
    void oneColumnNamesAllClassesOfARow() throws IOException {
        Rows rows = opened().rows(ONE, Map.of("multi_label", true));
        assertEquals(List.of("blue", "green", "red"), rows.classNames());
        assertEquals(0, rows.classes());
        assertEquals(List.of(Rows.OUTPUT), rows.outputs());
        assertEquals(Shape.of(3), rows.targetShape());
        assertArrayEquals(new float[] {1, 0, 1}, targets(rows, 0));
        assertArrayEquals(new float[] {0, 0, 0}, targets(rows, 1));
        assertArrayEquals(new float[] {0, 1, 0}, targets(rows, 2));
        assertArrayEquals(new float[] {1, 1, 0}, targets(rows, 3));
        assertEquals(Form.MULTI_HOT, rows.meaning().orElseThrow().columns(Role.TARGET).get(0).form());
    }

    @Test
    void numbersAreSortedAsSuchAndSeparatorsChosen() throws IOException {
        Rows rows = opened().rows("x,tags\n1,10; 9\n2,9\n", Map.of("multi_label", true, "label_separator", ";"));
        assertEquals(List.of("9", "10"), rows.classNames());
        assertArrayEquals(new float[] {1, 1}, targets(rows, 0));
    }

    @Test
    void eachClassMayHaveAColumn() throws IOException {
        Rows rows = opened().rows(SEVERAL, LABELS);
        assertEquals(List.of("red", "blue"), rows.classNames());
        assertEquals(List.of(Rows.OUTPUT), rows.outputs());
        assertEquals(Shape.of(2), rows.targetShape());
        assertArrayEquals(new float[] {1, 0}, targets(rows, 0));
        assertArrayEquals(new float[] {0, 0}, targets(rows, 1));
        assertArrayEquals(new float[] {1, 1}, targets(rows, 2));
        assertArrayEquals(new float[] {0, 1}, targets(rows, 3));
    }

    @Test
    void aModelKeepsItsClasses() throws IOException {
        Meaning one = opened().rows(ONE, Map.of("multi_label", true)).meaning().orElseThrow();
        Rows again = opened().again("tags,x\ngreen,1\n", Map.of("multi_label", true), one);
        assertArrayEquals(new float[] {0, 1, 0}, targets(again, 0));
        assertEquals(List.of(), opened().predicted("x\n1\n", Map.of("multi_label", true), one).outputs());
        assertEquals(1, opened().predicted("x,tags\n1,\n", Map.of("multi_label", true), one).count());
        Meaning several = opened().rows(SEVERAL, LABELS).meaning().orElseThrow();
        assertArrayEquals(new float[] {1, 0}, targets(opened().again("blue,red,x\n0,1,1\n", LABELS, several), 0));
        assertEquals(List.of(), opened().predicted("x,red\n1,\n", LABELS, several).outputs());
        assertTrue(assertThrows(org.fascicle.api.problem.InputException.class, () -> opened().again("tags,x\ngrene,1\n",
                Map.of("multi_label", true), one)).getMessage().contains("there is no class 'grene' in the training rows"));
    }

    @Test
    void whatIsNoSetOfClassesIsRefused() {
        assertTrue(opened().problem(ONE.replace("red|blue", "red||blue"), Map.of("multi_label", true))
                .contains("line 2, column 1 (tags): a class is empty in 'red||blue'"));
        assertTrue(opened().problem("x,tags\n1,\n2,\n", Map.of("multi_label", true)).contains("no row has a class"));
        assertTrue(opened().problem(SEVERAL.replace("false", "maybe"), LABELS)
                .contains("line 3, column 2 (blue): 'maybe' does not say whether the row is of the class 'blue'"));
        assertTrue(opened().problem(SEVERAL.replace("false", ""), LABELS).contains("the label is empty"));
        assertThrows(OptionException.class, () -> Opened.source(Map.of("multi_label", true, "regression", true)));
        assertThrows(OptionException.class, () -> Opened.source(Map.of("multi_label", true, "classes", 3)));
    }

    private Opened opened() {
        return new Opened(folder);
    }

    private static float[] targets(Rows rows, int row) {
        float[] into = new float[(int) rows.targetShape().size()];
        rows.targets(row, into, 0);
        return into;
    }
}
