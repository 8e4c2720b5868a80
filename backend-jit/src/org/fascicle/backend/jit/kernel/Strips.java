package org.fascicle.backend.jit.kernel;

import static org.fascicle.backend.jit.kernel.Emitter.FIRST;
import static org.fascicle.backend.jit.kernel.Emitter.INNER_FROM;
import static org.fascicle.backend.jit.kernel.Emitter.OUTER_FROM;
import static org.fascicle.backend.jit.kernel.Emitter.OUTER_TO;
import static org.fascicle.backend.jit.kernel.Emitter.SCRATCH;
import static org.fascicle.backend.jit.kernel.Emitter.SCRATCH_LOCAL;

import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The code of kernels for rows that are shorter than a vector. What they store goes to a strip as whole vectors, each over what was
 * too much of the row before, and some rows at a time to its place. Partial results of reductions lie one row behind the other, too,
 * and are put together for all of these rows.
 */
final class Strips implements Opcodes {
    /** At most so many rows at a time. */
    static final int ROWS = 64;
    private static final String FOLDS = Emitter.PACKAGE + "KernelFolds";

    private final Emitter emitter;
    private final Recipe recipe;
    private final int[] strips;
    private int partials;
    /** Where the present row begins in the strips, less the inner loop's first index. */
    private int place;

    Strips(Emitter emitter) {
        this.emitter = emitter;
        this.recipe = emitter.recipe;
        this.strips = new int[recipe.slots.size()];
    }

    /** Goes through the outer loop, some turns at a time, and brings to their places what these left. */
    void loop(Runnable turns) {
        int rows = emitter.local();
        int end = emitter.local();
        Label top = new Label();
        Label done = new Label();
        begin();
        rowsAtOnce(rows);
        emitter.set(end, OUTER_TO);
        code().visitLabel(top);
        code().visitVarInsn(ILOAD, OUTER_FROM);
        code().visitVarInsn(ILOAD, end);
        code().visitJumpInsn(IF_ICMPGE, done);
        code().visitVarInsn(ILOAD, OUTER_FROM);
        code().visitVarInsn(ILOAD, rows);
        code().visitInsn(IADD);
        code().visitVarInsn(ILOAD, end);
        minimum();
        code().visitVarInsn(ISTORE, OUTER_TO);
        turns.run();
        recipe.stores.forEach(store -> bring(store.slot));
        if (recipe.folded != null) {
            fold();
        }
        emitter.set(OUTER_FROM, OUTER_TO);
        code().visitJumpInsn(GOTO, top);
        code().visitLabel(done);
    }

    // Rows that overlap are read when those before them have been written.
    private void rowsAtOnce(int rows) {
        emitter.push(StripForm.LENGTH - Scratch.LANES);
        emitter.pushLength();
        code().visitInsn(IDIV);
        emitter.push(ROWS);
        minimum();
        code().visitVarInsn(ISTORE, rows);
        for (Recipe.Store store : recipe.stores) {
            Label apart = new Label();
            emitter.pushApart(store.slot);
            emitter.pushLength();
            code().visitJumpInsn(IF_ICMPGE, apart);
            emitter.push(1);
            code().visitVarInsn(ISTORE, rows);
            code().visitLabel(apart);
        }
    }

    private void minimum() {
        code().visitMethodInsn(INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
    }

    /** Goes through some rows. */
    void turns(Runnable turn) {
        begin();
        place = emitter.local();
        emitter.loop(emitter.outer, OUTER_FROM, OUTER_TO, () -> {
            pushRow(emitter.outer);
            emitter.pushLength();
            code().visitInsn(IMUL);
            code().visitVarInsn(ILOAD, INNER_FROM);
            code().visitInsn(ISUB);
            code().visitVarInsn(ISTORE, place);
            turn.run();
        });
    }

    private void begin() {
        for (Recipe.Store store : recipe.stores) {
            boolean isInt = recipe.slots.get(store.slot).isInt;
            strips[store.slot] = emitter.local();
            code().visitVarInsn(ALOAD, SCRATCH_LOCAL);
            emitter.push(store.slot);
            code().visitMethodInsn(INVOKEVIRTUAL, SCRATCH, isInt ? "intPiece" : "piece", isInt ? "(I)[I" : "(I)[F", false);
            code().visitVarInsn(ASTORE, strips[store.slot]);
        }
        if (recipe.folded != null) {
            partials = emitter.local();
            code().visitVarInsn(ALOAD, SCRATCH_LOCAL);
            code().visitFieldInsn(GETFIELD, SCRATCH, "partials", "[F");
            code().visitVarInsn(ASTORE, partials);
        }
    }

    /** Pushes how many rows there are before one. */
    private void pushRow(int row) {
        code().visitVarInsn(ILOAD, row);
        code().visitVarInsn(ILOAD, OUTER_FROM);
        code().visitInsn(ISUB);
    }

    /** Pushes a slot's strip and the index of the present element. */
    void address(int slot) {
        code().visitVarInsn(ALOAD, strips[slot]);
        code().visitVarInsn(ILOAD, place);
        code().visitVarInsn(ILOAD, emitter.inner);
        code().visitInsn(IADD);
    }

    /** Pushes where the present row's partial results lie, from one of them on. */
    void addressPartials(int first) {
        code().visitVarInsn(ALOAD, partials);
        pushRow(emitter.outer);
        emitter.push(Scratch.LANES);
        code().visitInsn(IMUL);
        emitter.push(first);
        code().visitInsn(IADD);
    }

    private void bring(int slot) {
        String array = recipe.slots.get(slot).isInt ? "[I" : "[F";
        code().visitVarInsn(ALOAD, strips[slot]);
        code().visitVarInsn(ALOAD, emitter.arrays[slot]);
        emitter.pushPosition(slot, OUTER_FROM);
        code().visitVarInsn(ILOAD, INNER_FROM);
        code().visitInsn(IADD);
        emitter.pushApart(slot);
        pushRow(OUTER_TO);
        emitter.pushLength();
        code().visitMethodInsn(INVOKESTATIC, SCRATCH, "bring", "(" + array + array + "IIII)V", false);
    }

    private void fold() {
        code().visitVarInsn(ALOAD, partials);
        code().visitVarInsn(ALOAD, emitter.arrays[recipe.result]);
        emitter.pushPosition(recipe.result, OUTER_FROM);
        emitter.pushApart(recipe.result);
        pushRow(OUTER_TO);
        code().visitVarInsn(ILOAD, FIRST);
        code().visitMethodInsn(INVOKESTATIC, FOLDS, recipe.fold == Op.ADD ? "sum" : "greatest", "([F[FIIIZ)V", false);
    }

    private MethodVisitor code() {
        return emitter.code;
    }
}
