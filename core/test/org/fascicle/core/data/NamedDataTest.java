package org.fascicle.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Reading;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.DataSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedDataTest {
    @Test
    void validationRowsAreTheLastOfTheTrainingRows() {
        Data data = open("'validation': 4, 'test': 4, 'stratify': false");
        assertEquals(16, data.trainingRows().count());
        Rows validation = validation(data);
        assertEquals(4, validation.count());
        assertEquals(16 % 3, validation.label(0));
        assertEquals(19 % 3, validation.label(3));
        assertEquals(4, test(data).count());
        assertEquals(1, test(data).label(1));
        assertEquals(2, validation(open("'validation': 0.1")).count());
    }

    // Of 20 rows, 7 are of each of the classes 0 and 1, and 6 of class 2: shares of 9 are 3.15, 3.15 and 2.7.
    @Test
    void eachClassIsHeldBackInItsShareByDefault() {
        Rows validation = validation(open("'validation': 9"));
        int[] counts = new int[3];
        for (int row = 0; row < 9; row++) {
            counts[validation.label(row)]++;
        }
        assertArrayEquals(new int[] {3, 3, 3}, counts);
        assertEquals(9, validation(open("'validation': 9, 'shuffle': true")).count());
        Rows last = validation(NamedData.open(spec("'validation': 4"), new TechniqueFactory(Toys.techniques()),
                SourceContext.of(List.of(), null, null, Reading.UNWATCHED), SplitRule.LAST, 7));
        assertEquals(16 % 3, last.label(0));
    }

    @Test
    void validationRowsMayComeFromTheSourceWithOtherOptions() {
        Data data = open("'test': 4, 'validation': { 'rows': 7 }");
        assertEquals(20, data.trainingRows().count());
        assertEquals(7, validation(data).count());
        assertEquals(4, test(data).count());
        assertEquals(5, validation(open("'validation': { 'rows': 7 }, 'only_classes': [ 0, 1 ]")).count());
        refused("data (points): validation rows have the shape [2], training rows [3]", "'validation': { 'width': 2 }");
        refused("the rows of 'points' have no columns that could say which are held back", "'validation': { 'column': 'split' }");
    }

    // What a source fits, it fits on the rows that are left.
    @ParameterizedTest
    @ValueSource(strings = {"'validation': 4", "'validation': 5, 'shuffle': true", "'validation': 0.3, 'only_classes': [2, 0]",
        "'only_classes': [1]", "'stratify': false, 'validation': 3", ""})
    void aSourceIsToldWhichRowsAreTrainedOn(String options) {
        Data data = open(options);
        IntPredicate trained = Toys.Points.TRAINED.get();
        List<Integer> said = IntStream.range(0, 20).filter(trained).boxed().collect(Collectors.toList());
        List<Integer> found = new ArrayList<>();
        for (int row = 0; row < data.trainingRows().count(); row++) {
            found.add(Math.toIntExact(RowOrigin.of(data.trainingRows(), row)));
        }
        assertEquals(found, said);
    }

    @Test
    void withoutValidationAndTestRowsThereAreNone() {
        Data data = open("");
        assertEquals(20, data.trainingRows().count());
        assertTrue(data.validation().isEmpty());
        assertTrue(data.test().isEmpty());
    }

    @Test
    void theScalingAndTheTargetAreThoseOfTheFile() {
        assertEquals(Scale.NONE, open("").scale());
        assertEquals(Scale.STANDARD, open("'scale': 'standard'").scale());
        assertTrue(!open("").isReconstructing());
        assertTrue(open("'target': 'features'").isReconstructing());
    }

    @Test
    void someClassesAloneAreNumberedAnew() {
        Data all = open("'validation': 4, 'test': 4");
        Data some = open("'validation': 4, 'test': 4, 'only_classes': [2, 0]");
        assertEquals(2, some.training().classes());
        assertEquals(13 - 4, some.trainingRows().count());
        Rows test = test(some);
        assertEquals(3, test.count());
        assertEquals(List.of(1, 0, 1), List.of(test.label(0), test.label(1), test.label(2)));
        float[] expected = new float[3];
        test(all).features(2, expected, 0);
        float[] found = new float[3];
        test.features(1, found, 0);
        assertArrayEquals(expected, found);
    }

    @Test
    void dataThatDoNotFitAreRefused() {
        refused("there is no class 3", "'only_classes': [0, 3]");
        refused("it would hold back 20 rows for validation, but there are only 20", "'validation': 20");
        refused("data (points): there are no rows", "'rows': 0");
        refused("data (points): test rows have the shape [2], training rows [3]", "'test': 4, 'test_width': 2");
        refused("the data cannot be read: java.io.IOException: the disk is gone", "'unreadable': true");
    }

    private static void refused(String problem, String options) {
        assertEquals(problem, assertThrows(InputException.class, () -> open(options)).problem());
    }

    @Test
    void theFirstRowsAreReadAlone() {
        Data data = first("'validation': 4, 'test': 6");
        assertEquals(3, data.trainingRows().count());
        assertEquals(3, test(data).count());
        assertTrue(data.validation().isEmpty());
        assertTrue(data.validationPart() > 0);
        assertEquals(0, first("'test': 6").validationPart());
    }

    @Test
    void theFirstRowsOfSomeClassesMayBeAnywhere() {
        Data data = first("'test': 6, 'only_classes': [2]");
        assertEquals(6, data.trainingRows().count());
        assertEquals(2, test(data).count());
    }

    private static Data first(String options) {
        return NamedData.first(spec(options), new TechniqueFactory(Toys.techniques()),
                SourceContext.of(List.of(), null, null, Reading.UNWATCHED),
                3);
    }

    private static Rows validation(Data data) {
        return (Rows) data.validation().orElseThrow();
    }

    private static Rows test(Data data) {
        return data.testRows().orElseThrow();
    }

    private static Data open(String options) {
        return NamedData.open(spec(options), new TechniqueFactory(Toys.techniques()),
                SourceContext.of(List.of(), null, null, Reading.UNWATCHED),
                SplitRule.PRESENT, 7);
    }

    private static DataSpec spec(String options) {
        return Toys.model(options, "{'linear': {'units': 3}}", "'loss': 'cross_entropy', 'optimizer': 'heavy_ball'").data();
    }
}
