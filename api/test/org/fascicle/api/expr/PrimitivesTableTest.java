package org.fascicle.api.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** The table in the documentation of {@link Primitives} says something of each primitive, and of nothing else. */
class PrimitivesTableTest {
    private static final Pattern ROW = Pattern.compile("<tr><td>(.*?)</td>(.*?)</tr>");
    private static final Pattern CELL = Pattern.compile("<td>(.*?)</td>");
    private static final Pattern NAME = Pattern.compile("\\{@code ([a-z_]+)}");

    private final String documentation = documentation();

    private static String documentation() {
        try {
            String source = Files.readString(Path.of("src/org/fascicle/api/expr/Primitives.java"));
            int end = source.indexOf("*/");
            return source.substring(source.indexOf("/**"), end).replaceAll("\\s*\\n \\* ?", " ");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eachPrimitiveHasItsRow() {
        List<String> documented = new ArrayList<>();
        for (Matcher row = ROW.matcher(documentation); row.find();) {
            documented.addAll(List.of(row.group(1).split(",\\s*")));
        }
        assertEquals(names(false), new TreeSet<>(documented));
        assertEquals(documented.size(), new TreeSet<>(documented).size(), "none has two rows");
    }

    @Test
    void eachRowSaysOperandsResultAndGradient() {
        for (Matcher row = ROW.matcher(documentation); row.find();) {
            List<String> cells = CELL.matcher(row.group(2)).results().map(cell -> cell.group(1).strip())
                    .collect(Collectors.toList());
            assertEquals(3, cells.size(), row.group(1));
            assertFalse(cells.get(0).isEmpty(), row.group(1) + " takes something");
        }
    }

    @Test
    void theCompositesAreNamedBelow() {
        String below = documentation.substring(documentation.indexOf("</table>"));
        assertEquals(names(true), new TreeSet<>(NAME.matcher(below).results().map(name -> name.group(1))
                .collect(Collectors.toList())));
    }

    private static TreeSet<String> names(boolean composite) {
        return Primitives.all().stream().filter(each -> each.decomposition().isPresent() == composite).map(Primitive::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
