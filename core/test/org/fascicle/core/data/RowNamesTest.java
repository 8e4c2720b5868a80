package org.fascicle.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.SelectedRows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages about rows name what the user can look at. */
class RowNamesTest {
    private static final Meaning TABLE = Meaning.of(true, List.of(
            Column.category("port", Role.FEATURE, Form.ONE_HOT, List.of("C", "Q")), Column.number("name", Role.IGNORED),
            Column.number("age", Role.FEATURE), Column.number("fare", Role.TARGET)));

    /** Four rows of three features, of which one is not finite, and of which one has a target beyond 1. */
    private record Passengers(boolean named, int bad) implements Rows {
        @Override
        public int count() {
            return 4;
        }

        @Override
        public Shape shape() {
            return Shape.of(3);
        }

        @Override
        public int classes() {
            return 0;
        }

        @Override
        public void features(int row, float[] into, int at) {
            into[at] = 0;
            into[at + 1] = row;
            into[at + 2] = row == bad ? Float.POSITIVE_INFINITY : 20;
        }

        @Override
        public void targets(int row, float[] into, int at) {
            into[at] = row == 3 ? 7 : 0;
        }

        @Override
        public Optional<Meaning> meaning() {
            return named ? Optional.of(TABLE) : Optional.empty();
        }

        @Override
        public Optional<String> place(int row) {
            return named ? Optional.of("passengers.csv, line " + (row + 2)) : Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"true | 2 | passengers.csv, line 4 has Infinity in the column 'age'",
        "false | 2 | the data's row 2 has Infinity in the feature 2",
        "true | -1 | passengers.csv, line 5 has the target 7.0 in the column 'fare', and the loss takes targets from 0 to 1",
        "false | -1 | the data's row 3 has the target 7.0, and the loss takes targets from 0 to 1"})
    void fileLineAndColumnWhereTheDataKnowThem(boolean named, int bad, String expected) {
        assertEquals(expected, problem(new Passengers(named, bad)));
        // A part knows them as well.
        assertEquals(expected, problem(SelectedRows.range(new Passengers(named, bad), 1, 3)));
    }

    @Test
    void rowsThatWereLookedAtAreNotLookedAtAgain() {
        try (Cursor cursor = Cursor.of(new Passengers(true, 2), signature(), 4)) {
            cursor.trust();
            assertEquals(4, cursor.next(4));
        }
    }

    private static String problem(Rows rows) {
        try (Cursor cursor = Cursor.of(rows, signature(), 4)) {
            return assertThrows(InputException.class, () -> cursor.next(4)).problem();
        }
    }

    private static Signature signature() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put("input", Shape.of(3));
        return new Signature(inputs, List.of(new Signature.Target(Rows.OUTPUT, Shape.scalar(), Type.REAL, 0, List.of())), false)
                .restricted(List.of(Domain.any().targets(Domain.Targets.UNIT_INTERVAL)), Map.of());
    }
}
