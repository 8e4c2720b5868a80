package org.fascicle.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.fascicle.activation.linear.Linear;
import org.fascicle.api.activation.Activation;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.testing.Closeness;
import org.fascicle.testing.Techniques;
import org.fascicle.testing.Tensors;

/**
 * Each activation of this project, value and derivative at 13 points, against the table that stands in a folder of its name
 * beside this test: {@code points.txt} if it is elementwise, {@code row.txt} if it looks at a whole row, or learns.
 */
class PointsTest {
    private static final Initializer QUARTER = (shape, scope) -> Expressions.full(shape, 0.25);

    @TestFactory
    Stream<DynamicTest> valuesAndDerivativesAreThePublishedOnes() {
        return Techniques.beside(Linear.class).stream().flatMap(technique -> {
            Optional<List<String>> points = Techniques.lines(technique, "points.txt");
            IntToDoubleFunction weight = points.isPresent() ? j -> 1 : Math::cos;
            List<String> lines = points.or(() -> Techniques.lines(technique, "row.txt")).orElse(List.of());
            return Tensors.precisions().map(precision -> DynamicTest.dynamicTest(
                    technique.getSimpleName() + " " + precision, () -> compare(technique, lines, weight, precision)));
        });
    }

    private static void compare(
            Class<?> technique, List<String> lines, IntToDoubleFunction weight, Precision precision) {
        assertTrue(!lines.isEmpty(), () -> "there is neither points.txt nor row.txt of " + technique.getName());
        configurations(lines).forEach((options, table) -> {
            double[] values = column(table, 2);
            double[] weights = new double[values.length];
            Arrays.setAll(weights, weight);
            Evaluated evaluated = new Evaluated(made(technique, options), column(table, 1), null, precision);
            assertEquals(13, values.length);
            Closeness.assertClose(values, evaluated.values(), precision, "values with " + options);
            Closeness.assertClose(column(table, 3), evaluated.gradient(weights), precision, "derivatives with " + options);
        });
    }

    @TestFactory
    Stream<DynamicTest> notANumberStaysNotANumber() {
        return Techniques.beside(Linear.class).stream()
                .flatMap(technique -> configurations(Techniques.lines(technique, "points.txt").orElse(List.of())).keySet()
                        .stream().map(options -> DynamicTest.dynamicTest(technique.getSimpleName() + " " + options, () -> {
                            double[] row = {Double.NaN, 1};
                            assertTrue(Double.isNaN(new Evaluated(made(technique, options), row, null).values()[0]));
                        })));
    }

    /** The activation with options such as {@code alpha=2.5 b=1}. */
    private static Activation made(Class<?> technique, String options) {
        TechniqueType type = TechniqueType.of(technique);
        Map<String, Object> values = new HashMap<>();
        for (Option option : type.options()) {
            if (option.kind().equals(Optional.of(Kind.INITIALIZER))) {
                values.put(option.name(), QUARTER);
            }
        }
        for (String option : options.isEmpty() ? new String[0] : options.split(" ")) {
            String[] sides = option.split("=");
            values.put(sides[0], type.option(sides[0]).orElseThrow().parse(sides[1]));
        }
        return (Activation) type.create(values);
    }

    private static double[] column(List<String[]> table, int column) {
        return table.stream().map(line -> line[column]).filter(cell -> !cell.isEmpty()).mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static Map<String, List<String[]>> configurations(List<String> lines) {
        Map<String, List<String[]>> tables = new LinkedHashMap<>();
        lines.stream().map(line -> line.split(";"))
                .forEach(cells -> tables.computeIfAbsent(cells[0], key -> new ArrayList<>()).add(cells));
        return tables;
    }
}
