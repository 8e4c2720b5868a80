package org.fascicle.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

class SelectedRowsTest {
    private static MemoryRows ten() {
        float[][] features = new float[10][];
        for (int row = 0; row < features.length; row++) {
            features[row] = new float[] {row};
        }
        return MemoryRows.of(features).labels(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    private static List<Integer> labels(Rows rows) {
        return IntStream.range(0, rows.count()).mapToObj(rows::label).toList();
    }

    @Test
    void rowsHaveTheOrderOfTheirNumbers() {
        MemoryRows all = ten();
        int[] numbers = {7, 0, 7};
        SelectedRows rows = SelectedRows.of(all, numbers);
        numbers[0] = 1;
        assertEquals(List.of(7, 0, 7), labels(rows));
        assertEquals(7, rows.number(2));
        assertSame(all, rows.all());
        float[] into = new float[2];
        rows.features(0, into, 1);
        assertEquals(7, into[1]);
        assertThrows(IndexOutOfBoundsException.class, () -> rows.label(3));
        assertThrows(IndexOutOfBoundsException.class, () -> rows.number(-1));
    }

    @Test
    void rangesAndSpreadRows() {
        assertEquals(List.of(4, 5, 6), labels(SelectedRows.range(ten(), 4, 3)));
        assertEquals(List.of(), labels(SelectedRows.range(ten(), 10, 0)));
        assertEquals(List.of(0, 3, 6), labels(SelectedRows.spread(ten(), 3)));
        assertEquals(10, SelectedRows.spread(ten(), 11).count());
        assertEquals(List.of(6), labels(SelectedRows.range(SelectedRows.spread(ten(), 3), 2, 1)));
    }

    @Test
    void rowsThatAreNotThereAreRefused() {
        assertEquals("there is no row 10 among 10, which count from 0",
                assertThrows(InputException.class, () -> SelectedRows.of(ten(), 3, 10)).getMessage());
        assertThrows(InputException.class, () -> SelectedRows.of(ten(), -1));
        assertEquals("there are no 3 rows from row 8 on among 10",
                assertThrows(InputException.class, () -> SelectedRows.range(ten(), 8, 3)).getMessage());
        assertThrows(InputException.class, () -> SelectedRows.range(ten(), Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertThrows(InputException.class, () -> SelectedRows.range(ten(), 0, -1));
        assertThrows(InputException.class, () -> SelectedRows.spread(ten(), 0));
        assertThrows(InputException.class, () -> SelectedRows.of(null, 0));
    }

    /** Whatever the interface has now or gets later: what is asked of a row is asked of the one that was selected. */
    @Test
    void everyQuestionIsPassedOn() throws Exception {
        List<String> asked = new ArrayList<>();
        Rows all = (Rows) Proxy.newProxyInstance(Rows.class.getClassLoader(), new Class<?>[] {Rows.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("count")) {
                        return 10;
                    }
                    asked.add(method.getName() + Arrays.toString(method.getParameterTypes())
                            + Arrays.toString(arguments == null ? new Object[0] : arguments));
                    throw new UnsupportedOperationException();
                });
        Rows rows = SelectedRows.of(all, 5, 6);
        float[] into = new float[1];
        int questions = 0;
        for (Method method : Rows.class.getMethods()) {
            if (method.getName().equals("count")) {
                continue;
            }
            Object[] given = Arrays.stream(method.getParameterTypes())
                    .map(type -> type == int.class ? (Object) 1 : type == String.class ? "name" : into).toArray();
            Object[] expected = given.clone();
            // The first number is the row's; a second one is a place in an array.
            for (int i = 0; i < expected.length; i++) {
                if (expected[i] instanceof Integer) {
                    expected[i] = 6;
                    break;
                }
            }
            asked.clear();
            assertThrows(InvocationTargetException.class, () -> method.invoke(rows, given), method.toString());
            assertEquals(List.of(method.getName() + Arrays.toString(method.getParameterTypes()) + Arrays.toString(expected)),
                    asked);
            questions++;
        }
        assertEquals(Rows.class.getMethods().length - 1, questions);
    }
}
