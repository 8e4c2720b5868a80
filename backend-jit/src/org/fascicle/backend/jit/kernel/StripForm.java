package org.fascicle.backend.jit.kernel;

import java.util.EnumSet;
import java.util.Set;

import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.objectweb.asm.Label;

/**
 * A kernel in plain loops over strips: pieces of each array are copied to the beginnings of small arrays, computed there,
 * and copied back. The compiler makes vectors of such loops; where arrays begin at differing indices it makes none. Selects and
 * operations on bits stay scalar anywhere, so that they are left to {@link PlainForm}.
 */
final class StripForm extends PlainForm {
    /** Elements of a strip: those of all arrays of a kernel stay in the first cache. */
    static final int LENGTH = 512;
    /** With fewer elements than this, copies cost more than vectors bring. */
    private static final int SHORTEST = 64;
    private static final Set<Op> COMPUTED = EnumSet.of(
            Op.ADD, Op.SUB, Op.MUL, Op.DIV, Op.MIN, Op.MAX, Op.FMA, Op.NEG, Op.ABS, Op.SQRT);
    private static final Set<Op> READ = EnumSet.of(Op.INPUT, Op.NUMBER, Op.LITERAL);

    private final int[] strips;
    private final boolean[] isRead;
    private int zero;
    private int count;
    private int index;
    private boolean inStrips;

    StripForm(Recipe recipe) {
        super(recipe);
        this.strips = new int[recipe.slots.size()];
        this.isRead = new boolean[recipe.slots.size()];
        recipe.needed().stream().filter(value -> value.op == Op.INPUT).forEach(value -> isRead[value.argument] = true);
    }

    /** Whether the compiler makes vectors of a kernel in this form. */
    static boolean suits(Recipe recipe) {
        return recipe.mode == Recipe.Mode.EACH && recipe.slots.stream().noneMatch(slot -> slot.isInt)
                && recipe.stores.stream().allMatch(store -> recipe.slots.get(store.slot).moves)
                && recipe.needed().stream().allMatch(value -> COMPUTED.contains(value.op) || READ.contains(value.op))
                && recipe.needed().stream().anyMatch(value -> COMPUTED.contains(value.op));
    }

    @Override
    void begin() {
        super.begin();
        zero = local();
        count = local();
        index = local();
        push(0);
        code.visitVarInsn(ISTORE, zero);
        for (int slot = 0; slot < strips.length; slot++) {
            if (recipe.slots.get(slot).moves) {
                strips[slot] = local();
                code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
                push(slot);
                code.visitMethodInsn(INVOKEVIRTUAL, SCRATCH, "piece", "(I)[F", false);
                code.visitVarInsn(ASTORE, strips[slot]);
            }
        }
    }

    @Override
    void turn(Storing storing, Runnable turn) {
        Label few = new Label();
        Label end = new Label();
        pushLength();
        push(SHORTEST);
        code.visitJumpInsn(IF_ICMPLT, few);
        set(inner, INNER_FROM);
        strips(turn);
        code.visitJumpInsn(GOTO, end);
        code.visitLabel(few);
        super.turn(storing, turn);
        code.visitLabel(end);
    }

    private void strips(Runnable turn) {
        Label top = new Label();
        Label end = new Label();
        code.visitLabel(top);
        pushLeft();
        push(LENGTH);
        code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
        code.visitVarInsn(ISTORE, count);
        code.visitVarInsn(ILOAD, count);
        code.visitJumpInsn(IFLE, end);
        for (int slot = 0; slot < strips.length; slot++) {
            if (isRead[slot] && recipe.slots.get(slot).moves) {
                address(slot);
                strip(slot, zero);
                copy();
            }
        }
        inStrips = true;
        loop(index, zero, count, turn);
        inStrips = false;
        for (Recipe.Store store : recipe.stores) {
            strip(store.slot, zero);
            address(store.slot);
            copy();
        }
        code.visitVarInsn(ILOAD, inner);
        code.visitVarInsn(ILOAD, count);
        code.visitInsn(IADD);
        code.visitVarInsn(ISTORE, inner);
        code.visitJumpInsn(GOTO, top);
        code.visitLabel(end);
    }

    @Override
    void address(int slot) {
        if (inStrips && recipe.slots.get(slot).moves) {
            strip(slot, index);
        } else {
            super.address(slot);
        }
    }

    private void strip(int slot, int at) {
        code.visitVarInsn(ALOAD, strips[slot]);
        code.visitVarInsn(ILOAD, at);
    }

    private void copy() {
        code.visitVarInsn(ILOAD, count);
        code.visitMethodInsn(INVOKESTATIC, "java/lang/System", "arraycopy",
                "(Ljava/lang/Object;ILjava/lang/Object;II)V", false);
    }
}
