package org.fascicle.backend.jit.kernel;

import java.util.Objects;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.objectweb.asm.Label;

/**
 * A kernel on {@code jdk.incubator.vector}: each turn of the inner loop takes as many elements as the processor's vectors
 * have.
 */
final class VectorForm extends Renderer {
    private static final String P = "jdk/incubator/vector/";
    private static final String FLOATS = P + "FloatVector";
    private static final String INTS = P + "IntVector";
    private static final String MASK = P + "VectorMask";
    private static final String OPERATORS = P + "VectorOperators";
    private static final String L_VECTOR = "L" + P + "Vector;";
    private static final String L_MASK = "L" + MASK + ";";
    private static final String L_SPECIES = "L" + P + "VectorSpecies;";
    private static final String L_FLOATS = "L" + FLOATS + ";";
    private static final String L_INTS = "L" + INTS + ";";

    private final int width;
    private int indexLocal;
    private int vectorLocal;

    VectorForm(Recipe recipe, int width) {
        super(recipe);
        this.width = width;
    }

    @Override
    void begin() {
        super.begin();
        indexLocal = local();
        vectorLocal = local();
    }

    @Override
    int width() {
        return width;
    }

    @Override
    void spread(Lane lane) {
        boolean isInt = lane == Lane.INT;
        species(isInt);
        code.visitInsn(SWAP);
        call(INVOKESTATIC, isInt ? INTS : FLOATS, "broadcast", "(" + L_SPECIES + (isInt ? "I)" + L_INTS : "F)" + L_FLOATS));
    }

    @Override
    void load(boolean isInt) {
        code.visitVarInsn(ISTORE, indexLocal);
        species(isInt);
        code.visitInsn(SWAP);
        code.visitVarInsn(ILOAD, indexLocal);
        call(INVOKESTATIC, isInt ? INTS : FLOATS, "fromArray",
                "(" + L_SPECIES + (isInt ? "[II)" + L_INTS : "[FI)" + L_FLOATS));
    }

    @Override
    void store(boolean isInt) {
        code.visitVarInsn(ASTORE, vectorLocal);
        code.visitVarInsn(ISTORE, indexLocal);
        code.visitVarInsn(ALOAD, vectorLocal);
        code.visitInsn(SWAP);
        code.visitVarInsn(ILOAD, indexLocal);
        intoArray(isInt);
    }

    @Override
    void putAside(boolean isInt) {
        intoScratch(isInt ? "intTail" : "tail", isInt);
    }

    @Override
    void loadLocal(Lane lane, int local) {
        code.visitVarInsn(ALOAD, local);
    }

    @Override
    void storeLocal(Lane lane, int local) {
        code.visitVarInsn(ASTORE, local);
    }

    @Override
    void combine(Op fold) {
        binary(FLOATS, fold == Op.ADD ? "add" : "max", L_FLOATS);
    }

    @Override
    void beginFold(int[] sums) {
        for (int sum : sums) {
            number(recipe.neutral());
            spread(Lane.FLOAT);
            code.visitVarInsn(ASTORE, sum);
        }
    }

    @Override
    void foldTurns(int[] sums) {
        innerLoop(Scratch.LANES, () -> {
            for (int part = 0; part < sums.length; part++) {
                computeAll();
                storeAll(Storing.ALL);
                fold(sums[part], false);
                if (part < sums.length - 1) {
                    advance(width);
                }
            }
            advance(-width * (sums.length - 1));
        });
        foldLeft(sums, Storing.FIRST);
    }

    @Override
    void foldLeft(int[] sums, Storing storing) {
        Label end = new Label();
        for (int sum : sums) {
            unlessInside(0, end);
            computeAll();
            storeAll(storing);
            fold(sum, true);
            advance(width);
        }
        code.visitLabel(end);
    }

    private void fold(int sum, boolean partly) {
        code.visitVarInsn(ALOAD, sum);
        if (partly) {
            number(recipe.neutral());
            spread(Lane.FLOAT);
        }
        push(recipe.folded());
        if (partly) {
            lanes("LT", this::pushLeft);
            blend(FLOATS, L_FLOATS);
        }
        combine(recipe.fold);
        code.visitVarInsn(ASTORE, sum);
    }

    /** Leaves which lanes have a number that compares so with an int. */
    private void lanes(String comparison, Runnable number) {
        species(false);
        code.visitFieldInsn(GETSTATIC, SCRATCH, "LANE_NUMBERS", "[F");
        push(0);
        call(INVOKESTATIC, FLOATS, "fromArray", "(" + L_SPECIES + "[FI)" + L_FLOATS);
        operator(comparison, "Comparison");
        number.run();
        code.visitInsn(I2F);
        call(INVOKEVIRTUAL, FLOATS, "compare", "(L" + OPERATORS + "$Comparison;F)" + L_MASK);
    }

    @Override
    void join(int count, boolean isInt) {
        lanes("GE", () -> code.visitVarInsn(ILOAD, count));
        if (isInt) {
            castMask(true);
        }
        blend(isInt ? INTS : FLOATS, isInt ? L_INTS : L_FLOATS);
    }

    @Override
    void putAside(int[] sums) {
        for (int part = 0; part < sums.length; part++) {
            code.visitVarInsn(ALOAD, sums[part]);
            strips.addressPartials(part * width);
            intoArray(false);
        }
    }

    @Override
    void endFold(int[] sums) {
        for (int part = 0; part < sums.length; part++) {
            code.visitVarInsn(ALOAD, sums[part]);
            code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
            code.visitFieldInsn(GETFIELD, SCRATCH, "partial", "[F");
            push(part * width);
            intoArray(false);
        }
    }

    @Override
    void compute(Value value) {
        switch (value.op) {
            case CALL:
                scratchCall(value);
                return;
            case SELECT:
            case INT_SELECT:
                select(value);
                return;
            case GT:
            case GE:
            case EQ:
            case INT_GT:
            case INT_EQ:
                compare(value);
                return;
            default:
                break;
        }
        value.operands.forEach(this::push);
        if (value.lane == Lane.FLOAT) {
            real(value);
        } else if (value.lane == Lane.INT) {
            integer(value);
        } else if (value.op == Op.NOT) {
            call(INVOKEVIRTUAL, MASK, "not", "()" + L_MASK);
        } else {
            call(INVOKEVIRTUAL, MASK, value.op == Op.AND ? "and" : "or", "(" + L_MASK + ")" + L_MASK);
        }
    }

    private void real(Value value) {
        switch (value.op) {
            case NEG:
            case ABS:
            case SQRT:
                call(INVOKEVIRTUAL, FLOATS, name(value.op), "()" + L_FLOATS);
                break;
            case FMA:
                call(INVOKEVIRTUAL, FLOATS, "fma", "(" + L_VECTOR + L_VECTOR + ")" + L_FLOATS);
                break;
            case FLOAT:
                reinterpret(INTS, FLOATS, false);
                break;
            default:
                binary(FLOATS, name(value.op), L_FLOATS);
                break;
        }
    }

    private void integer(Value value) {
        switch (value.op) {
            case BITS:
                reinterpret(FLOATS, INTS, true);
                break;
            case INT_NEG:
            case INT_ABS:
                call(INVOKEVIRTUAL, INTS, name(value.op), "()" + L_INTS);
                break;
            case INT_XOR:
                lanewise("XOR", "Associative", L_VECTOR);
                break;
            case SHIFT_LEFT:
                shift("LSHL", value.argument);
                break;
            case SHIFT_RIGHT:
                shift("ASHR", value.argument);
                break;
            case SHIFT_RIGHT_UNSIGNED:
                shift("LSHR", value.argument);
                break;
            default:
                binary(INTS, name(value.op), L_INTS);
                break;
        }
    }

    // With the species at hand: the compiler does not always find what reinterpretAsFloats() looks for, and makes objects.
    private void reinterpret(String from, String to, boolean toInt) {
        species(toInt);
        push(0);
        call(INVOKEVIRTUAL, from, "reinterpretShape", "(" + L_SPECIES + "I)" + L_VECTOR);
        code.visitTypeInsn(CHECKCAST, to);
    }

    private static String name(Op op) {
        String name = op.name().toLowerCase(java.util.Locale.ROOT);
        return name.startsWith("int_") ? name.substring(4) : name;
    }

    private void shift(String operator, int distance) {
        push(distance);
        lanewise(operator, "Binary", "I");
    }

    // The operator goes below the operand that is on the stack already.
    private void lanewise(String operator, String kind, String operand) {
        operator(operator, kind);
        code.visitInsn(SWAP);
        call(INVOKEVIRTUAL, INTS, "lanewise", "(L" + OPERATORS + "$Binary;" + operand + ")" + L_INTS);
    }

    private void compare(Value value) {
        boolean isInt = value.operand(0).lane == Lane.INT;
        push(value.operand(0));
        operator(name(value.op).toUpperCase(java.util.Locale.ROOT), "Comparison");
        push(value.operand(1));
        call(INVOKEVIRTUAL, isInt ? INTS : FLOATS, "compare", "(L" + OPERATORS + "$Comparison;" + L_VECTOR + ")" + L_MASK);
        if (isInt) {
            castMask(false);
        }
    }

    private void select(Value value) {
        boolean isInt = value.lane == Lane.INT;
        push(value.operand(2));
        push(value.operand(1));
        push(value.operand(0));
        if (isInt) {
            castMask(true);
        }
        blend(isInt ? INTS : FLOATS, isInt ? L_INTS : L_FLOATS);
    }

    private void scratchCall(Value value) {
        String[] places = {"left", "right"};
        for (int i = 0; i < value.operands.size(); i++) {
            boolean isInt = value.operand(i).lane == Lane.INT;
            push(value.operand(i));
            intoScratch(isInt ? (i == 0 ? "intLeft" : "intRight") : places[i], isInt);
        }
        code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        call(INVOKESTATIC, PACKAGE + "Functions", Objects.requireNonNull(value.function), "(L" + SCRATCH + ";)V");
        boolean isInt = value.lane == Lane.INT;
        code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        code.visitFieldInsn(GETFIELD, SCRATCH, isInt ? "intResult" : "result", isInt ? "[I" : "[F");
        push(0);
        load(isInt);
    }

    private void intoScratch(String field, boolean isInt) {
        code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        code.visitFieldInsn(GETFIELD, SCRATCH, field, isInt ? "[I" : "[F");
        push(0);
        intoArray(isInt);
    }

    private void intoArray(boolean isInt) {
        call(INVOKEVIRTUAL, isInt ? INTS : FLOATS, "intoArray", isInt ? "([II)V" : "([FI)V");
    }

    private void blend(String type, String result) {
        call(INVOKEVIRTUAL, type, "blend", "(" + L_VECTOR + L_MASK + ")" + result);
    }

    private void castMask(boolean toInt) {
        species(toInt);
        call(INVOKEVIRTUAL, MASK, "cast", "(" + L_SPECIES + ")" + L_MASK);
    }

    private void binary(String type, String name, String result) {
        call(INVOKEVIRTUAL, type, name, "(" + L_VECTOR + ")" + result);
    }

    private void species(boolean isInt) {
        code.visitFieldInsn(GETSTATIC, isInt ? INTS : FLOATS, "SPECIES_PREFERRED", L_SPECIES);
    }

    private void operator(String name, String kind) {
        code.visitFieldInsn(GETSTATIC, OPERATORS, name, "L" + OPERATORS + "$" + kind + ";");
    }

    private void call(int opcode, String owner, String name, String descriptor) {
        code.visitMethodInsn(opcode, owner, name, descriptor, false);
    }
}
