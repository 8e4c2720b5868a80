package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The text of a kernel, line by line, when its axes are known. */
final class Text {
    private static final Pattern PLACE = Pattern.compile("@(\\d+)(k?)@");

    final Space space;
    private final List<String> lines = new ArrayList<>();
    private int depth;

    Text(Space space) {
        this.space = space;
    }

    List<String> lines() {
        return lines;
    }

    Text line(String statement) {
        lines.add("    ".repeat(depth) + placed(statement));
        return this;
    }

    private String placed(String statement) {
        return PLACE.matcher(statement).replaceAll(match -> place(Integer.parseInt(match.group(1)), match.group(2).isEmpty()));
    }

    Text lines(List<String> statements) {
        statements.forEach(this::line);
        return this;
    }

    /** A number, if what comes behind asks for it. */
    Text number(String name, String value, Text behind) {
        Pattern word = Pattern.compile("\\b" + name + "\\b");
        return behind.lines.stream().anyMatch(line -> word.matcher(line).find())
                ? line("const uint " + name + " = " + value + ";") : this;
    }

    /** Begins a block. */
    Text open(String head) {
        line(head + " {");
        depth++;
        return this;
    }

    /** Ends a block. */
    Text close() {
        depth--;
        return line("}");
    }

    /** The statements of a scope, and its stores where a condition holds; without one, in any case. */
    Text scope(Body.Scope scope, String condition) {
        lines(scope.statements);
        if (!scope.stores.isEmpty() && !condition.isEmpty()) {
            return open("if (" + condition + ")").lines(scope.stores).close();
        }
        return lines(scope.stores);
    }

    /** Those indices along the axes that are summed up, or along the others, for which scopes ask, from their number, row-major. */
    Text coordinates(String number, boolean along, List<Body.Scope> scopes) {
        StringBuilder rest = new StringBuilder(number);
        for (int axis = space.extents.length - 1; axis >= 0; axis--) {
            if (space.folded[axis] == along) {
                String within = outermost(axis, along) ? "" : " % (uint) p.extents[" + axis + "]";
                if (isUsed("x" + axis, scopes)) {
                    line("const uint x" + axis + " = " + rest + within + ";");
                }
                rest.append(" / (uint) p.extents[").append(axis).append(']');
            }
        }
        return this;
    }

    private boolean isUsed(String index, List<Body.Scope> scopes) {
        Pattern word = Pattern.compile("\\b(" + index + "|element)\\b");
        return scopes.stream().flatMap(scope -> Stream.concat(scope.statements.stream(), scope.stores.stream()))
                .anyMatch(statement -> word.matcher(placed(statement)).find());
    }

    private boolean outermost(int axis, boolean along) {
        for (int i = 0; i < axis; i++) {
            if (space.folded[i] == along) {
                return false;
            }
        }
        return true;
    }

    /** The number of the element at hand, row-major over all axes, where statements ask for it: random bits are counted by it. */
    Text element(List<String> statements) {
        if (statements.stream().noneMatch(statement -> statement.contains("element"))) {
            return this;
        }
        StringBuilder number = new StringBuilder("0u");
        for (int axis = 0; axis < space.extents.length; axis++) {
            number.insert(0, '(').append(" * (uint) p.extents[").append(axis).append("] + x").append(axis).append(')');
        }
        return line("const uint element = " + number + ";");
    }

    private String place(int slot, boolean all) {
        StringBuilder place = new StringBuilder("p.offsets[" + slot + "]");
        for (int axis = 0; axis < space.extents.length; axis++) {
            if (all || !space.folded[axis]) {
                place.append(" + (int) x").append(axis).append(" * p.apart[").append(slot * space.extents.length + axis)
                        .append(']');
            }
        }
        return place.toString();
    }
}
