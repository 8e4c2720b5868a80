package org.fascicle.backend.jit.kernel;

import static org.fascicle.backend.jit.kernel.Emitter.SCRATCH;
import static org.fascicle.backend.jit.kernel.Emitter.SCRATCH_LOCAL;

import org.objectweb.asm.Opcodes;

/**
 * The code of kernels for rows in one loop that read one row (a bias) again for each of them: from a copy that goes on with its own
 * beginning ({@link Scratch#repeat}), at a place that each turn moves on. Nothing, where a kernel reads none.
 */
final class RepeatedRows implements Opcodes {
    private final Emitter emitter;
    private final boolean isNone;
    /** The length of a row. */
    private int period;
    /** The present place in it. */
    private int place;
    /** How far a turn moves on, less the length. */
    private int ahead;

    RepeatedRows(Emitter emitter) {
        this.emitter = emitter;
        this.isNone = !emitter.recipe.repeats();
    }

    /** Begins a method. */
    void begin() {
        if (isNone) {
            return;
        }
        period = emitter.local();
        place = emitter.local();
        ahead = emitter.local();
        emitter.frame("period", "I");
        emitter.code.visitVarInsn(ISTORE, period);
        emitter.push(emitter.width());
        emitter.code.visitVarInsn(ILOAD, period);
        emitter.code.visitInsn(IREM);
        emitter.code.visitVarInsn(ILOAD, period);
        emitter.code.visitInsn(ISUB);
        emitter.code.visitVarInsn(ISTORE, ahead);
    }

    /** Finds the place at the present turn. */
    void place() {
        if (isNone) {
            return;
        }
        emitter.code.visitVarInsn(ILOAD, emitter.inner);
        emitter.code.visitVarInsn(ILOAD, period);
        emitter.code.visitInsn(IREM);
        emitter.code.visitVarInsn(ISTORE, place);
    }

    /** Goes a turn further; without a branch, because no processor would foresee it. */
    void advance() {
        if (isNone) {
            return;
        }
        emitter.code.visitVarInsn(ILOAD, place);
        emitter.code.visitVarInsn(ILOAD, ahead);
        emitter.code.visitInsn(IADD);
        emitter.code.visitInsn(DUP);
        emitter.push(Integer.SIZE - 1);
        emitter.code.visitInsn(ISHR);
        emitter.code.visitVarInsn(ILOAD, period);
        emitter.code.visitInsn(IAND);
        emitter.code.visitInsn(IADD);
        emitter.code.visitVarInsn(ISTORE, place);
    }

    /** Pushes the copy of a slot's row. */
    void loadArray(int slot) {
        emitter.code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        emitter.push(slot);
        emitter.code.visitMethodInsn(INVOKEVIRTUAL, SCRATCH, "repeated", "(I)[F", false);
    }

    /** Pushes the present place. */
    void loadPlace() {
        emitter.code.visitVarInsn(ILOAD, place);
    }
}
