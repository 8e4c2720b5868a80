package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * The text around a fused kernel's body: its argument structure, its parameters, and the loop of its threads. Three loops:
 * each element by a thread; the elements of a result by a block, combined in the fixed order of a tree; or, where
 * neighbouring results lie side by side, by a column of threads. Who adds which element depends on the extents alone, never on
 * the size of the grid.
 */
final class Skeleton {
    private static final Pattern PLACE = Pattern.compile("@(\\d+)@");

    private final Space space;
    private final List<@Nullable Node> arrays;
    private final int integers;
    private final int numbers;
    private final int scalars;
    private final StringBuilder text = new StringBuilder();

    Skeleton(Space space, List<@Nullable Node> arrays, int integers, int numbers, int scalars) {
        this.space = space;
        this.arrays = arrays;
        this.integers = integers;
        this.numbers = numbers;
        this.scalars = scalars;
    }

    /** The tensors that the kernel takes pointers to, in order. */
    List<Node> pointers() {
        return arrays.stream().filter(node -> node != null).toList();
    }

    /**
     * The source, with {@code NAME} as its name.
     *
     * @param body computes the values of an element
     * @param stores writes them
     * @param fold the value that is summed up; null without a reduction
     * @param type of the reduction's result, if there is one
     * @param isMaximum whether the reduction is a maximum, not a sum
     */
    String render(List<String> body, List<String> stores, @Nullable String fold, Type type, boolean isMaximum) {
        if (fold == null) {
            head(null);
            each(body, stores);
        } else if (space.lastIsFolded()) {
            head("LOCAL " + Functions.element(type) + " part[THREADS];");
            lines(body, stores, fold, new Fold(type, isMaximum));
        } else {
            head("LOCAL " + Functions.element(type) + " part[LINES][LANES];");
            columns(body, stores, fold, new Fold(type, isMaximum));
        }
        return text.append("}\n").toString();
    }

    /** How a reduction begins and combines. */
    private static final class Fold {
        final String type;
        final String neutral;
        private final boolean isMaximum;

        Fold(Type type, boolean isMaximum) {
            this.type = Functions.type(type);
            this.neutral = isMaximum ? "of_bits(0xff800000u)" : type == Type.REAL ? "0.0f" : "0";
            this.isMaximum = isMaximum;
        }

        String of(String a, String b) {
            return isMaximum ? "maximum(" + a + ", " + b + ")"
                    : type.equals("int") ? "(int) ((uint) " + a + " + (uint) " + b + ")" : a + " + " + b;
        }
    }

    private void head(@Nullable String local) {
        text.append("typedef struct {\n    int guard;\n    int kept;\n    int folded;\n");
        member("int", "extents", space.extents.length);
        member("int", "strides", space.extents.length * arrays.size());
        member("int", "offsets", arrays.size());
        member("int", "integers", integers);
        member("int", "scalars", scalars);
        member("float", "numbers", numbers);
        text.append("} NAME_arguments;\n\n");
        text.append("KERNEL NAME(const NAME_arguments p, GLOBAL const uint* frame, GLOBAL const uchar* guard");
        for (int slot = 0; slot < arrays.size(); slot++) {
            if (arrays.get(slot) != null) {
                text.append(", GLOBAL ").append(Functions.element(arrays.get(slot).type())).append("* a").append(slot);
            }
        }
        text.append(") {\n");
        if (local != null) {
            // Local memory is declared where a kernel begins.
            line(1, local);
        }
        line(1, "if (REFUSED(p, guard)) {");
        line(2, "return;");
        line(1, "}");
    }

    private void member(String type, String name, int count) {
        if (count > 0) {
            text.append("    ").append(type).append(' ').append(name).append('[').append(count).append("];\n");
        }
    }

    private void each(List<String> body, List<String> stores) {
        line(1, "for (uint k = GROUP * THREADS + THREAD_X; k < (uint) p.kept;"
                + " k += GROUPS * THREADS) {");
        coordinates(2, "k", false);
        element(2, body);
        body.forEach(statement -> line(2, statement));
        stores.forEach(statement -> line(2, statement));
        line(1, "}");
    }

    private void lines(List<String> body, List<String> stores, String fold, Fold how) {
        line(1, "for (uint k = GROUP; k < (uint) p.kept; k += GROUPS) {");
        coordinates(2, "k", false);
        line(2, how.type + " sum = " + how.neutral + ";");
        line(2, "for (uint f = THREAD_X; f < (uint) p.folded; f += THREADS) {");
        folded(body, stores, fold, how);
        line(2, "}");
        line(2, "part[THREAD_X] = sum;");
        tree(2, "THREADS", "THREAD_X", "part[THREAD_X]", "part[THREAD_X + step]", how);
        line(2, "if (THREAD_X == 0) {");
        result(3, "part[0]");
        line(2, "}");
        line(2, "BARRIER;");
        line(1, "}");
    }

    private void columns(List<String> body, List<String> stores, String fold, Fold how) {
        line(1, "for (uint first = GROUP * LANES; first < (uint) p.kept; first += GROUPS * LANES) {");
        line(2, "const uint k = first + THREAD_X;");
        coordinates(2, "k", false);
        line(2, how.type + " sum = " + how.neutral + ";");
        line(2, "for (uint f = THREAD_Y; k < (uint) p.kept && f < (uint) p.folded; f += LINES) {");
        folded(body, stores, fold, how);
        line(2, "}");
        line(2, "part[THREAD_Y][THREAD_X] = sum;");
        tree(2, "LINES", "THREAD_Y", "part[THREAD_Y][THREAD_X]", "part[THREAD_Y + step][THREAD_X]", how);
        line(2, "if (THREAD_Y == 0 && k < (uint) p.kept) {");
        result(3, "part[0][THREAD_X]");
        line(2, "}");
        line(2, "BARRIER;");
        line(1, "}");
    }

    private void folded(List<String> body, List<String> stores, String fold, Fold how) {
        coordinates(3, "f", true);
        element(3, body);
        body.forEach(statement -> line(3, statement));
        stores.forEach(statement -> line(3, statement));
        line(3, "sum = " + how.of("sum", fold) + ";");
    }

    private void tree(int depth, String width, String thread, String own, String other, Fold how) {
        line(depth, "for (uint step = " + width + " / 2; step > 0; step /= 2) {");
        line(depth + 1, "BARRIER;");
        line(depth + 1, "if (" + thread + " < step) {");
        line(depth + 2, own + " = " + how.of(own, other) + ";");
        line(depth + 1, "}");
        line(depth, "}");
    }

    /** Writes the result of the last array, which lies at no stride along what is summed up. */
    private void result(int depth, String value) {
        int slot = arrays.size() - 1;
        line(depth, "a" + slot + "[" + place(slot, false) + "] = " + value + ";");
    }

    /** The indices along the axes that are summed up, or along the others, from their number, row-major. */
    private void coordinates(int depth, String number, boolean along) {
        StringBuilder rest = new StringBuilder(number);
        List<String> statements = new ArrayList<>();
        for (int axis = space.extents.length - 1; axis >= 0; axis--) {
            if (space.folded[axis] == along) {
                String within = outermost(axis, along) ? "" : " % p.extents[" + axis + "]";
                statements.add("const uint x" + axis + " = " + rest + within + ";");
                rest.append(" / p.extents[").append(axis).append(']');
            }
        }
        statements.forEach(statement -> line(depth, statement));
    }

    private boolean outermost(int axis, boolean along) {
        for (int i = 0; i < axis; i++) {
            if (space.folded[i] == along) {
                return false;
            }
        }
        return true;
    }

    /** The number of the element at hand, row-major over all axes; random bits are counted by it. */
    private void element(int depth, List<String> body) {
        if (body.stream().noneMatch(statement -> statement.contains("element"))) {
            return;
        }
        StringBuilder number = new StringBuilder("0u");
        for (int axis = 0; axis < space.extents.length; axis++) {
            number.insert(0, '(').append(" * p.extents[").append(axis).append("] + x").append(axis).append(')');
        }
        line(depth, "const uint element = " + number + ";");
    }

    private void line(int depth, String statement) {
        Matcher places = PLACE.matcher(statement);
        text.append("    ".repeat(depth))
                .append(places.replaceAll(match -> place(Integer.parseInt(match.group(1)), true))).append('\n');
    }

    private String place(int slot, boolean all) {
        StringBuilder place = new StringBuilder("p.offsets[" + slot + "]");
        for (int axis = 0; axis < space.extents.length; axis++) {
            if (all || !space.folded[axis]) {
                place.append(" + (int) x").append(axis).append(" * p.strides[").append(slot * space.extents.length + axis)
                        .append(']');
            }
        }
        return place.toString();
    }
}
