package org.fascicle.backend.jit.render;

import static org.fascicle.backend.jit.render.Operations.name;

import java.util.List;
import java.util.Locale;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;

/** Writes the function of a recipe: the loops of its mode, and within them what one turn, a vector of elements, computes. Used once. */
final class Function {
    /** Kernels of so many operations take columns in four vectors side by side; of so many, in two. */
    private static final int FEW = 6;
    private static final int SOME = 12;

    private final Recipe recipe;
    private final String name;
    private final List<Value> needed;
    private final Fold fold;
    private final StringBuilder text = new StringBuilder();
    private int depth;

    Function(Recipe recipe, String name) {
        this.recipe = recipe;
        this.name = name;
        this.needed = recipe.needed();
        this.fold = recipe.fold == Op.ADD ? Fold.SUM : Fold.GREATEST;
        for (Recipe.Store store : recipe.stores) {
            if (!recipe.slots.get(store.slot).moves) {
                throw new IllegalArgumentException(
                        "slot " + store.slot + " is written, but each turn has the same element of it");
            }
        }
    }

    String text() {
        open("extern \"C\" void %s(const long *a) {", name);
        line("const long outer = a[%d], outer_end = a[%d], inner = a[%d], inner_end = a[%d];", KernelWords.OUTER_FROM,
                KernelWords.OUTER_TO, KernelWords.INNER_FROM, KernelWords.INNER_TO);
        line("const Lanes rest = first_lanes((inner_end - inner) & LANES - 1);");
        constants();
        slots();
        switch (recipe.mode) {
            case EACH -> each();
            case OUTER -> columns();
            default -> rows();
        }
        close("}");
        return text.toString();
    }

    private void constants() {
        if (needed.stream().anyMatch(value -> value.op == Op.NUMBER && value.lane == Lane.FLOAT)) {
            line("const Real *const numbers = (const Real *) a[%d];", KernelWords.NUMBERS);
        }
        if (needed.stream().anyMatch(value -> value.op == Op.NUMBER && value.lane == Lane.INT)) {
            line("const Int *const integers = (const Int *) a[%d];", KernelWords.INTEGERS);
        }
        if (recipe.repeats()) {
            line("const long period = a[%d], ahead = LANES %% period - period;", KernelWords.PERIOD);
        }
        if (recipe.folded != null) {
            line("const bool first = a[%d];", KernelWords.FIRST);
        }
        needed.stream().filter(Value::isConstant).forEach(this::define);
    }

    private void slots() {
        for (int slot = 0; slot < recipe.slots.size(); slot++) {
            String type = recipe.slots.get(slot).isInt ? "Int" : "Real";
            line("%s *const begin%d = (%s *) a[%d];", type, slot, type, KernelWords.address(slot));
            if (!isFixed(slot)) {
                line("const long stride%d = a[%d];", slot, KernelWords.stride(slot));
            }
        }
    }

    // Of rows that are read again and again there is one outer turn; the result of columns is one row.
    private boolean isFixed(int slot) {
        return recipe.slots.get(slot).repeats || recipe.mode == Recipe.Mode.OUTER && slot == recipe.result;
    }

    private void each() {
        loop("for (long row = outer; row < outer_end; row++) {");
        places();
        if (recipe.repeats()) {
            line("long again = inner %% period;");
        }
        along();
        turn();
        if (recipe.repeats()) {
            line("again = next_place(again, ahead, period);");
        }
        close("}");
        close("}");
    }

    private void rows() {
        loop("for (long row = outer; row < outer_end; row++) {");
        places();
        line("%s partial = %s;", fold.type, fold.begin);
        along();
        turn();
        line("partial = lanes.select(%s, partial);", fold.join("partial", name(recipe.folded())));
        close("}");
        line("const float result = %s(partial);", fold.reduce);
        String place = "*at" + recipe.result;
        line("%s = first ? result : %s;", place, Operations.joined(recipe.fold, "(float) " + place, "result"));
        close("}");
    }

    // Some vectors of columns side by side, so that none waits for its sum alone; then one by one.
    private void columns() {
        int wide = wide();
        open("const auto turn = [&](Lanes lanes, long row, long i) INLINED {");
        places();
        turn();
        line("return %s;", name(recipe.folded()));
        close("};");
        open("const auto finish = [&](Lanes lanes, long i, %s sums) INLINED {", fold.type);
        String place = "begin" + recipe.result + " + i";
        line("const F result = %s;", fold.whole("sums"));
        line("lanes.store(%s, first ? result : %s);", place, Operations.joined(recipe.fold, "load(" + place + ")", "result"));
        close("};");
        line("long i = inner;");
        if (wide > 1) {
            loop("for (; i + %d * LANES <= inner_end; i += %d * LANES) {", wide, wide);
            columns(wide, "ALL");
            close("}");
        }
        loop("for (; i < inner_end; i += LANES) {");
        lanes();
        columns(1, "lanes");
        close("}");
    }

    private void columns(int wide, String lanes) {
        for (int k = 0; k < wide; k++) {
            line("%s sums%d = %s;", fold.type, k, fold.begin);
        }
        loop("for (long row = outer; row < outer_end; row++) {");
        for (int k = 0; k < wide; k++) {
            line("sums%d = %s;", k, fold.join("sums" + k, "turn(" + lanes + ", row, i + " + k + " * LANES)"));
        }
        close("}");
        for (int k = 0; k < wide; k++) {
            line("finish(%s, i + %d * LANES, sums%d);", lanes, k, k);
        }
    }

    private int wide() {
        long operations = needed.stream().filter(value -> !value.isConstant()).count();
        return operations <= FEW ? 4 : operations <= SOME ? 2 : 1;
    }

    private void along() {
        loop("for (long i = inner; i < inner_end; i += LANES) {");
        lanes();
    }

    private void lanes() {
        line("const Lanes lanes = i + LANES <= inner_end ? ALL : rest;");
    }

    /** Where the slots are in a turn of the outer loop, and what each turn of the inner loop reads again. */
    private void places() {
        for (int slot = 0; slot < recipe.slots.size(); slot++) {
            if (!isFixed(slot)) {
                line("%s *const at%d = begin%d + row * stride%d;", recipe.slots.get(slot).isInt ? "Int" : "Real", slot, slot,
                        slot);
            }
        }
        for (Value value : needed) {
            if (recipe.isInvariant(value)) {
                boolean isReal = Operations.type(value).equals("F");
                line("const %s %s = %s(*at%d);", Operations.type(value), name(value), isReal ? "reals" : "ints", value.argument);
            }
        }
    }

    /** Computes and stores one vector of each value. */
    private void turn() {
        for (Value value : needed) {
            if (!value.isConstant() && !recipe.isInvariant(value)) {
                define(value);
            }
        }
        recipe.stores.forEach(store -> line("lanes.store(at%d + i, %s);", store.slot, name(store.value)));
    }

    private void define(Value value) {
        String computed;
        if (value.op == Op.INPUT) {
            boolean repeats = recipe.slots.get(value.argument).repeats;
            computed = "load(" + (repeats ? "begin" + value.argument + " + again" : "at" + value.argument + " + i") + ")";
        } else {
            computed = Operations.text(value);
        }
        line("const %s %s = %s;", Operations.type(value), name(value), computed);
    }

    // The compiler would write out four turns of the outer loop one after the other, which brings nothing.
    private void loop(String format, Object... values) {
        line("#pragma clang loop unroll(disable)");
        open(format, values);
    }

    private void open(String format, Object... values) {
        line(format, values);
        depth++;
    }

    private void close(String end) {
        depth--;
        line("%s", end);
    }

    private void line(String format, Object... values) {
        text.append("    ".repeat(depth)).append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
