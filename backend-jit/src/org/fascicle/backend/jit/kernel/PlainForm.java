package org.fascicle.backend.jit.kernel;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.objectweb.asm.Label;

/** A kernel in plain loops, one element a turn: it needs no module, and the compiler makes vectors of what it can. */
class PlainForm extends Renderer {
    PlainForm(Recipe recipe) {
        super(recipe);
    }

    @Override
    int width() {
        return 1;
    }

    @Override
    void spread(Lane lane) {
        // One lane: it is a value already.
    }

    @Override
    void load(boolean isInt) {
        code.visitInsn(isInt ? IALOAD : FALOAD);
    }

    @Override
    void store(boolean isInt) {
        code.visitInsn(isInt ? IASTORE : FASTORE);
    }

    @Override
    void putAside(boolean isInt) {
        throw new IllegalStateException("one lane always has a place");
    }

    @Override
    void join(int count, boolean isInt) {
        throw new IllegalStateException("one lane is stored or not");
    }

    @Override
    void loadLocal(Lane lane, int local) {
        code.visitVarInsn(lane == Lane.FLOAT ? FLOAD : ILOAD, local);
    }

    @Override
    void storeLocal(Lane lane, int local) {
        code.visitVarInsn(lane == Lane.FLOAT ? FSTORE : ISTORE, local);
    }

    @Override
    void combine(Op fold) {
        if (fold == Op.ADD) {
            code.visitInsn(FADD);
        } else {
            math("max", "(FF)F");
        }
    }

    @Override
    void beginFold(int[] sums) {
        code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        number(recipe.neutral());
        code.visitMethodInsn(INVOKEVIRTUAL, SCRATCH, "begin", "(F)V", false);
    }

    // The partial results lie in the scratch, one for each lane that a vector would have.
    @Override
    void foldTurns(int[] sums) {
        innerLoop(1, () -> {
            computeAll();
            storeAll(Storing.ALL);
            code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
            code.visitFieldInsn(GETFIELD, SCRATCH, "partial", "[F");
            pushInner();
            push(Scratch.LANES - 1);
            code.visitInsn(IAND);
            code.visitInsn(DUP2);
            code.visitInsn(FALOAD);
            push(recipe.folded());
            combine(recipe.fold);
            code.visitInsn(FASTORE);
        });
    }

    @Override
    void foldLeft(int[] sums, Storing storing) {
        throw new IllegalStateException("nothing is left behind turns of one lane");
    }

    @Override
    void putAside(int[] sums) {
        throw new IllegalStateException("no rows are short of one lane");
    }

    @Override
    void endFold(int[] sums) {
        // They are there.
    }

    @Override
    void compute(Value value) {
        switch (value.op) {
            case SELECT:
            case INT_SELECT:
                choose(value);
                return;
            case GT:
            case GE:
            case EQ:
                value.operands.forEach(this::push);
                code.visitInsn(FCMPL);
                truth(value.op == Op.GT ? IFGT : value.op == Op.GE ? IFGE : IFEQ);
                return;
            case INT_GT:
            case INT_EQ:
                value.operands.forEach(this::push);
                truth(value.op == Op.INT_GT ? IF_ICMPGT : IF_ICMPEQ);
                return;
            default:
                value.operands.forEach(this::push);
                simple(value);
                break;
        }
    }

    private void simple(Value value) {
        switch (value.op) {
            case ADD -> code.visitInsn(FADD);
            case SUB -> code.visitInsn(FSUB);
            case MUL -> code.visitInsn(FMUL);
            case DIV -> code.visitInsn(FDIV);
            case NEG -> code.visitInsn(FNEG);
            case MIN -> math("min", "(FF)F");
            case MAX -> math("max", "(FF)F");
            case FMA -> math("fma", "(FFF)F");
            case ABS -> math("abs", "(F)F");
            case SQRT -> {
                code.visitInsn(F2D);
                math("sqrt", "(D)D");
                code.visitInsn(D2F);
            }
            case INT_ADD -> code.visitInsn(IADD);
            case INT_SUB -> code.visitInsn(ISUB);
            case INT_MUL -> code.visitInsn(IMUL);
            case INT_NEG -> code.visitInsn(INEG);
            case INT_MIN -> math("min", "(II)I");
            case INT_MAX -> math("max", "(II)I");
            case INT_ABS -> math("abs", "(I)I");
            case INT_AND, AND -> code.visitInsn(IAND);
            case INT_OR, OR -> code.visitInsn(IOR);
            case INT_XOR -> code.visitInsn(IXOR);
            case NOT -> {
                push(1);
                code.visitInsn(IXOR);
            }
            case SHIFT_LEFT -> shift(ISHL, value);
            case SHIFT_RIGHT -> shift(ISHR, value);
            case SHIFT_RIGHT_UNSIGNED -> shift(IUSHR, value);
            case BITS -> bits("floatToRawIntBits", "(F)I");
            case FLOAT -> bits("intBitsToFloat", "(I)F");
            case CALL -> function(value);
            default -> throw new IllegalStateException("no plain form of " + value);
        }
    }

    private void choose(Value value) {
        Label no = new Label();
        Label end = new Label();
        push(value.operand(0));
        code.visitJumpInsn(IFEQ, no);
        push(value.operand(1));
        code.visitJumpInsn(GOTO, end);
        code.visitLabel(no);
        push(value.operand(2));
        code.visitLabel(end);
    }

    private void truth(int jump) {
        Label yes = new Label();
        Label end = new Label();
        code.visitJumpInsn(jump, yes);
        push(0);
        code.visitJumpInsn(GOTO, end);
        code.visitLabel(yes);
        push(1);
        code.visitLabel(end);
    }

    private void function(Value value) {
        StringBuilder descriptor = new StringBuilder("(");
        value.operands.forEach(operand -> descriptor.append(operand.lane == Lane.INT ? 'I' : 'F'));
        descriptor.append(value.lane == Lane.INT ? ")I" : ")F");
        code.visitMethodInsn(INVOKESTATIC, PACKAGE + "Functions", value.function, descriptor.toString(), false);
    }

    private void shift(int opcode, Value value) {
        push(value.argument);
        code.visitInsn(opcode);
    }

    private void bits(String name, String descriptor) {
        code.visitMethodInsn(INVOKESTATIC, "java/lang/Float", name, descriptor, false);
    }

    private void math(String name, String descriptor) {
        code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", name, descriptor, false);
    }
}
